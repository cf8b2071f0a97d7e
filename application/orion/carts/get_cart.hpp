#pragma once

#include "orion/carts/cart_access.hpp"
#include "orion/carts/cart_view.hpp"
#include "orion/carts/carts_store.hpp"

namespace orion::carts {

/// `cart_not_found`
class GetCart {
public:
    GetCart(CartQueries& queries, const CartTokens& tokens, ProductOffers& offers)
        : queries_{queries}, tokens_{tokens}, offers_{offers} {}
    Result<CartView> execute(const CartAccess& access);

private:
    CartQueries& queries_;
    const CartTokens& tokens_;
    ProductOffers& offers_;
};

}  // namespace orion::carts
