#pragma once

#include "orion/carts/edit_cart.hpp"

namespace orion::carts {

struct AddCartItemCommand {
    CartAccess access;
    Sku sku;
    Quantity quantity;
};

/// Puts more of a SKU into a cart. `cart_not_found`, `cart_already_ordered`; `invalid`: `unknown_sku`,
/// `currency_mismatch`, `out_of_range` (over 999 of it in all), `too_many_lines`.
class AddCartItem {
public:
    explicit AddCartItem(CartEditing editing) : editing_{editing} {}
    Result<CartView> execute(const AddCartItemCommand& command);

private:
    CartEditing editing_;
};

}  // namespace orion::carts
