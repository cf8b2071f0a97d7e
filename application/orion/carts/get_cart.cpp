#include "orion/carts/get_cart.hpp"

namespace orion::carts {

Result<CartView> GetCart::execute(const CartAccess& access) {
    ORION_CHECK(require_owner(tokens_, access));
    ORION_TRY(const auto cart, queries_.find(access.cart));
    if (!cart) return cart_not_found();
    return show_cart(*cart, offers_);
}

}  // namespace orion::carts
