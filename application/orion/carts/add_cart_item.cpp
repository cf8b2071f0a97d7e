#include "orion/carts/add_cart_item.hpp"

namespace orion::carts {

Result<CartView> AddCartItem::execute(const AddCartItemCommand& command) {
    return edit_cart(editing_, command.access, command.sku,
                     [&](Cart& cart, const ProductOffer* offer, Instant now) -> Result<void> {
                         if (offer == nullptr) return unknown_sku();
                         return cart.add(*offer, command.quantity, now);
                     });
}

}  // namespace orion::carts
