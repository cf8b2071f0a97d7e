#include "orion/carts/add_cart_item.hpp"

namespace orion::carts {

Result<CartView> AddCartItem::execute(const AddCartItemCommand& command) {
    ORION_CHECK(require_editable(editing_, command.access));
    ORION_TRY(const auto offer, require_offer(editing_.offers, command.sku));
    return edit_cart(editing_, command.access.cart,
                     [&](Cart& cart, Instant now) { return cart.add(offer, command.quantity, now); });
}

}  // namespace orion::carts
