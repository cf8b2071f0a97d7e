#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/carts/carts_store.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <optional>

namespace orion::carts {

/// Which cart, and what the asker shows to have it.
struct CartAccess {
    CartId cart;
    Secret token;                  ///< empty if none was shown
    std::optional<UserId> user{};  ///< who has logged in
};

/// `not_found` / `cart_not_found`: the same for no cart, an expired one and somebody else's.
std::unexpected<Error> cart_not_found();

/// The asker's cart: a user's own, or a guest's whose token is shown. `cart_not_found`
Result<Cart> find_owned(CartQueries& queries, const CartTokens& tokens, const CartAccess& access);

/// `conflict` / `cart_already_ordered`
Result<void> require_not_ordered(OrderedCarts& orders, CartId cart);

}  // namespace orion::carts
