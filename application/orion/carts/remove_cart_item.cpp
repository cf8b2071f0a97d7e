#include "orion/carts/remove_cart_item.hpp"

namespace orion::carts {

Result<CartView> RemoveCartItem::execute(const RemoveCartItemCommand& command) {
    return edit_cart(editing_, command.access, command.sku,
                     [&](Cart& cart, const ProductOffer*, Instant now) -> Result<void> {
                         cart.remove(command.sku, now);
                         return {};
                     });
}

}  // namespace orion::carts
