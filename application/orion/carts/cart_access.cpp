#include "orion/carts/cart_access.hpp"

namespace orion::carts {

std::unexpected<Error> cart_not_found() {
    return fail(ErrorKind::not_found, "cart_not_found", "There is no such cart, or it is not yours.");
}

Result<void> require_owner(const CartTokens& tokens, const CartAccess& access) {
    if (!tokens.matches(access.cart, access.token)) return cart_not_found();
    return {};
}

Result<void> require_not_ordered(OrderedCarts& orders, CartId cart) {
    ORION_TRY(const auto ordered_at, orders.ordered_at(cart));
    if (ordered_at) return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");
    return {};
}

}  // namespace orion::carts
