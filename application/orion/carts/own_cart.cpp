#include "orion/carts/own_cart.hpp"

#include <utility>

namespace orion::carts {

Result<OwnCart> find_own(CartQueries& queries, OrderedCarts& orders, UserId user) {
    ORION_TRY(auto cart, queries.find_open(user));
    if (!cart) return OwnCart{};
    ORION_TRY(const auto ordered_at, orders.ordered_at(cart->id()));
    if (ordered_at) return OwnCart{.open = std::nullopt, .ordered = std::move(cart)};
    return OwnCart{.open = std::move(cart), .ordered = std::nullopt};
}

Result<void> end_ordered(CartsWork& work, const OwnCart& own, Instant now) {
    if (!own.ordered) return {};
    auto ended = *own.ordered;
    ended.end_ordered(now);
    return work.carts().save(ended, own.ordered->version());
}

}  // namespace orion::carts
