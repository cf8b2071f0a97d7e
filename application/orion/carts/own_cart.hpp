#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/carts/carts_store.hpp"

#include <optional>

namespace orion::carts {

/// What a user has in hand. One that was ordered is closed when the next one is needed.
struct OwnCart {
    std::optional<Cart> open;
    std::optional<Cart> ordered;  ///< still stored as open: to be ended with whatever takes its place
};

Result<OwnCart> find_own(CartQueries& queries, OrderedCarts& orders, UserId user);

/// Ends the ordered one, if there is one. `cart_changed`
Result<void> end_ordered(CartsWork& work, const OwnCart& own, Instant now);

}  // namespace orion::carts
