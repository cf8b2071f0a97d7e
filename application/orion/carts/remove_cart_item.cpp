#include "orion/carts/remove_cart_item.hpp"

namespace orion::carts {

Result<CartView> RemoveCartItem::execute(const RemoveCartItemCommand& command) {
    ORION_CHECK(require_editable(editing_, command.access));
    return edit_cart(editing_, command.access.cart, [&](Cart& cart, Instant now) -> Result<void> {
        cart.remove(command.sku, now);
        return {};
    });
}

}  // namespace orion::carts
