#pragma once

#include "orion/carts/cart.hpp"
#include "orion/carts/cart_ports.hpp"
#include "orion/kernel/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::carts {

struct CartItemView {
    Sku sku;
    ProductId product_id;
    std::string title;
    Quantity quantity;
    Money unit_price;
    Money line_total;
    std::int64_t available;  ///< that can be bought now; 0 if it is not for sale any more
};

/// A cart at live prices.
struct CartView {
    CartId id;
    Currency currency;
    std::vector<CartItemView> items;  ///< in the order they were put in
    Money subtotal;
    Money discount_total;
    Money tax_total;
    Money shipping_total;
    Money total;
    Instant updated_at;
};

/// What `cart` looks like right now. An item that is not for sale any more (or only in another currency) keeps its last
/// known title and price with `available` 0, and counts in the totals, so that the lines always add up to them; the
/// shopper sees what has gone, and checkout refuses it.
Result<CartView> show_cart(const Cart& cart, ProductOffers& offers);

/// The same with offers that were found a moment ago, for its items and perhaps others.
CartView show_cart(const Cart& cart, std::vector<ProductOffer> offers);

/// The offers for the items of `cart`, item by item; nothing where there is none in its currency.
Result<std::vector<std::optional<ProductOffer>>> current_offers(const Cart& cart, ProductOffers& offers);

}  // namespace orion::carts
