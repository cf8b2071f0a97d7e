#include "orion/carts/cart_view.hpp"

#include "orion/pricing/totals.hpp"

#include <algorithm>
#include <utility>

namespace orion::carts {

namespace {

Result<std::vector<ProductOffer>> offers_for(const Cart& cart, ProductOffers& offers) {
    if (cart.items().empty()) return {};
    std::vector<Sku> skus;
    for (const auto& item : cart.items()) skus.push_back(item.sku);
    return offers.find(skus);
}

/// Item by item.
std::vector<std::optional<ProductOffer>> assigned(const Cart& cart, std::vector<ProductOffer> offers) {
    std::vector<std::optional<ProductOffer>> current(cart.items().size());
    for (auto& offer : offers) {
        const auto item = std::ranges::find(cart.items(), offer.sku, &CartItem::sku);
        if (item == cart.items().end() || offer.unit_price.currency() != cart.currency()) continue;
        current[static_cast<std::size_t>(item - cart.items().begin())] = std::move(offer);
    }
    return current;
}

}  // namespace

Result<std::vector<std::optional<ProductOffer>>> current_offers(const Cart& cart, ProductOffers& offers) {
    ORION_TRY(auto found, offers_for(cart, offers));
    return assigned(cart, std::move(found));
}

Result<CartView> show_cart(const Cart& cart, ProductOffers& offers) {
    ORION_TRY(auto found, offers_for(cart, offers));
    return show_cart(cart, std::move(found));
}

CartView show_cart(const Cart& cart, std::vector<ProductOffer> offers) {
    const auto current = assigned(cart, std::move(offers));
    std::vector<pricing::PricedLine> lines;
    for (std::size_t i = 0; i < current.size(); ++i) {
        const auto& item = cart.items()[i];
        lines.push_back(
            {.unit_price = current[i] ? current[i]->unit_price : item.unit_price, .quantity = item.quantity});
    }
    const auto totals = pricing::calculate_totals(cart.currency(), lines);

    std::vector<CartItemView> items;
    for (std::size_t i = 0; i < current.size(); ++i) {
        const auto& item = cart.items()[i];
        items.push_back({.sku = item.sku,
                         .product_id = current[i] ? current[i]->product_id : item.product_id,
                         .title = current[i] ? current[i]->title : item.title,
                         .quantity = item.quantity,
                         .unit_price = lines[i].unit_price,
                         .line_total = totals.line_totals[i],
                         .available = current[i] ? current[i]->available : 0});
    }
    return CartView{.id = cart.id(),
                    .currency = cart.currency(),
                    .items = std::move(items),
                    .subtotal = totals.subtotal,
                    .discount_total = totals.discount_total,
                    .tax_total = totals.tax_total,
                    .shipping_total = totals.shipping_total,
                    .total = totals.total,
                    .updated_at = cart.updated_at()};
}

}  // namespace orion::carts
