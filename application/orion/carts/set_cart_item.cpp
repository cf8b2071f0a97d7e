#include "orion/carts/set_cart_item.hpp"

#include "orion/carts/remove_cart_item.hpp"

namespace orion::carts {

Result<CartView> SetCartItem::execute(const SetCartItemCommand& command) {
    if (!command.quantity) return RemoveCartItem{editing_}.execute({.access = command.access, .sku = command.sku});
    ORION_CHECK(require_editable(editing_, command.access));
    ORION_TRY(const auto offer, require_offer(editing_.offers, command.sku));
    return edit_cart(editing_, command.access.cart,
                     [&](Cart& cart, Instant now) { return cart.set(offer, *command.quantity, now); });
}

}  // namespace orion::carts
