#pragma once

#include "orion/carts/edit_cart.hpp"

namespace orion::carts {

struct RemoveCartItemCommand {
    CartAccess access;
    Sku sku;
};

/// Takes a SKU out of a cart, for sale or not; no effect if it is not in it, so that removing twice is as good as once.
/// `cart_not_found`, `cart_already_ordered`.
class RemoveCartItem {
public:
    explicit RemoveCartItem(CartEditing editing) : editing_{editing} {}
    Result<CartView> execute(const RemoveCartItemCommand& command);

private:
    CartEditing editing_;
};

}  // namespace orion::carts
