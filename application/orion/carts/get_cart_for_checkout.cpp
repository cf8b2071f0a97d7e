#include "orion/carts/get_cart_for_checkout.hpp"

#include "orion/carts/cart_access.hpp"

#include <utility>

namespace orion::carts {

Result<CheckoutView> GetCartForCheckout::execute(CartId cart_id) {
    ORION_TRY(const auto cart, queries_.find(cart_id));
    if (!cart || cart->state() == CartState::merged) return cart_not_found();
    ORION_TRY(auto offers, current_offers(*cart, offers_));
    CheckoutView view{.owner = cart->owner(), .currency = cart->currency(), .items = {}};
    for (std::size_t i = 0; i < offers.size(); ++i) {
        const auto& item = cart->items()[i];
        view.items.push_back({.sku = item.sku, .quantity = item.quantity, .offer = std::move(offers[i])});
    }
    return view;
}

}  // namespace orion::carts
