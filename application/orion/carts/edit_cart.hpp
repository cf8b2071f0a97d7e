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
    const CartTokens& tokens;
    OrderedCarts& orders;
    ProductOffers& offers;
    const Clock& clock;
};

/// What is for sale under this SKU. `invalid` / `unknown_sku`
Result<ProductOffer> require_offer(ProductOffers& offers, const Sku& sku);

/// `cart_not_found` or `cart_already_ordered`, unless the asker may change the cart.
Result<void> require_editable(const CartEditing& editing, const CartAccess& access);

/// Applies `change` to the stored cart and shows the result. Precondition: `require_editable`. `cart_not_found`
Result<CartView> edit_cart(const CartEditing& editing, CartId id,
                           const std::function<Result<void>(Cart&, Instant)>& change);

}  // namespace orion::carts
