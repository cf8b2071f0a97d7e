#include "orion/carts/cart_access.hpp"

#include <utility>

namespace orion::carts {

std::unexpected<Error> cart_not_found() {
    return fail(ErrorKind::not_found, "cart_not_found", "There is no such cart, or it is not yours.");
}

Result<Cart> find_owned(CartQueries& queries, const CartTokens& tokens, const CartAccess& access) {
    const bool has_token = tokens.matches(access.cart, access.token);
    if (!has_token && !access.user) return cart_not_found();
    ORION_TRY(auto cart, queries.find(access.cart));
    if (!cart || cart->state() == CartState::merged) return cart_not_found();
    const bool is_owned = cart->owner() ? cart->owner() == access.user : has_token;
    if (!is_owned) return cart_not_found();
    return *std::move(cart);
}

Result<void> require_not_ordered(OrderedCarts& orders, CartId cart) {
    ORION_TRY(const auto ordered_at, orders.ordered_at(cart));
    if (ordered_at) return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");
    return {};
}

}  // namespace orion::carts
