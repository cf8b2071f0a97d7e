#include "orion/carts/get_own_cart.hpp"

#include "orion/carts/own_cart.hpp"
#include "orion/carts/while_changing.hpp"

#include <utility>

namespace orion::carts {

Result<CartView> GetOwnCart::execute(const OwnCartQuery& query) {
    ORION_TRY(const auto cart, while_changing([&] { return ready(query); }));
    return show_cart(cart, ports_.offers);
}

Result<Cart> GetOwnCart::ready(const OwnCartQuery& query) {
    const auto now = ports_.clock.now();
    ORION_TRY(auto own, find_own(ports_.queries, ports_.orders, query.user));
    if (!own.open) {
        auto cart = Cart::create(ports_.ids.next<CartId>(), query.currency.value_or(shop_currency_), now, query.user);
        auto made = ports_.store.transact([&](CartsWork& work) -> Result<void> {
            ORION_CHECK(end_ordered(work, own, now));
            work.carts().add(cart);
            return {};
        });
        ORION_CHECK(std::move(made));
        return cart;
    }
    auto& cart = *own.open;
    const auto version = cart.version();
    ORION_CHECK(cart.change_currency(query.currency.value_or(cart.currency()), now));
    if (cart.version() != version) {
        ORION_CHECK(ports_.store.transact([&](CartsWork& work) { return work.carts().save(cart, version); }));
    }
    return std::move(cart);
}

}  // namespace orion::carts
