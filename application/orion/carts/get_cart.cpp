#include "orion/carts/get_cart.hpp"

namespace orion::carts {

Result<CartView> GetCart::execute(const CartAccess& access) {
    ORION_TRY(const auto cart, find_owned(queries_, tokens_, access));
    return show_cart(cart, offers_);
}

}  // namespace orion::carts
