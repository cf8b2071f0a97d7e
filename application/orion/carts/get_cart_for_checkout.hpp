#pragma once

#include "orion/carts/cart_view.hpp"
#include "orion/carts/carts_store.hpp"

#include <optional>
#include <vector>

namespace orion::carts {

struct CheckoutItem {
    Sku sku;
    Quantity quantity;
    std::optional<ProductOffer> offer;  ///< in the cart's currency; nothing if it is not for sale any more
};

struct CheckoutView {
    std::optional<UserId> owner;  ///< nothing: a guest's
    Currency currency;
    std::vector<CheckoutItem> items;  ///< each SKU once, in the order they were put in
};

/// What an order would be made of, at live prices. For whoever checks that the cart is the asker's. `cart_not_found`
class GetCartForCheckout {
public:
    GetCartForCheckout(CartQueries& queries, ProductOffers& offers) : queries_{queries}, offers_{offers} {}
    Result<CheckoutView> execute(CartId cart);

private:
    CartQueries& queries_;
    ProductOffers& offers_;
};

}  // namespace orion::carts
