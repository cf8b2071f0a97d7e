#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

namespace orion::carts {

/// Which cart, and what the asker shows to have it.
struct CartAccess {
    CartId cart;
    Secret token;  ///< empty if none was shown
};

/// `not_found` / `cart_not_found`: the same for no cart, an expired one and somebody else's.
std::unexpected<Error> cart_not_found();

/// `cart_not_found` unless the token is this cart's.
Result<void> require_owner(const CartTokens& tokens, const CartAccess& access);

/// `conflict` / `cart_already_ordered`
Result<void> require_not_ordered(OrderedCarts& orders, CartId cart);

}  // namespace orion::carts
