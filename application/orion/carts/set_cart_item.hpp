#pragma once

#include "orion/carts/edit_cart.hpp"

#include <optional>

namespace orion::carts {

struct SetCartItemCommand {
    CartAccess access;
    Sku sku;
    std::optional<Quantity> quantity;  ///< nothing: none of it, as `RemoveCartItem`
};

/// Makes a cart hold so many of a SKU, putting it in if it is not there. Errors as `AddCartItem`.
class SetCartItem {
public:
    explicit SetCartItem(CartEditing editing) : editing_{editing} {}
    Result<CartView> execute(const SetCartItemCommand& command);

private:
    CartEditing editing_;
};

}  // namespace orion::carts
