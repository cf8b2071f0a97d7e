#pragma once

#include "orion/carts/cart_access.hpp"
#include "orion/carts/cart_view.hpp"
#include "orion/carts/carts_store.hpp"
#include "orion/ports/clock.hpp"

#include <functional>

namespace orion::carts {

/// What every change of a cart needs.
struct CartEditing {
    CartsStore& store;
    CartQueries& queries;
    const CartTokens& tokens;
    OrderedCarts& orders;
    ProductOffers& offers;
    const Clock& clock;
};

/// What is done to a cart, with what is for sale under the SKU it is about; nullptr if nothing is. May be run again on
/// a newer state of the cart.
using CartChange = std::function<Result<void>(Cart&, const ProductOffer*, Instant)>;

/// `invalid` / `unknown_sku`
std::unexpected<Error> unknown_sku();

/// Applies `change` to the stored cart and shows the result. `cart_not_found`, `cart_already_ordered`; `unavailable` /
/// `cart_changed` when others kept changing it.
Result<CartView> edit_cart(const CartEditing& editing, const CartAccess& access, const Sku& sku,
                           const CartChange& change);

}  // namespace orion::carts
