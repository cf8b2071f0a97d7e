#include "orion/carts/set_cart_item.hpp"

#include "orion/carts/remove_cart_item.hpp"

namespace orion::carts {

Result<CartView> SetCartItem::execute(const SetCartItemCommand& command) {
    if (!command.quantity) return RemoveCartItem{editing_}.execute({.access = command.access, .sku = command.sku});
    return edit_cart(editing_, command.access, command.sku,
                     [&](Cart& cart, const ProductOffer* offer, Instant now) -> Result<void> {
                         if (offer == nullptr) return unknown_sku();
                         return cart.set(*offer, *command.quantity, now);
                     });
}

}  // namespace orion::carts
