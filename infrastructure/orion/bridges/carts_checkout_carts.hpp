#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/carts/get_cart_for_checkout.hpp"
#include "orion/ordering/checkout_carts.hpp"

#include <optional>
#include <utility>

namespace orion::bridges {

/// An order is made of what its cart holds, at the catalogue's prices of the moment.
class CartsCheckoutCarts final : public ordering::CheckoutCarts {
public:
    CartsCheckoutCarts(carts::GetCartForCheckout& get_cart, const carts::CartTokens& tokens)
        : get_cart_{get_cart}, tokens_{tokens} {}

    bool owns(CartId cart, const Secret& token) override { return tokens_.matches(cart, token); }

    Result<std::optional<ordering::CheckoutCart>> find(CartId cart) override {
        auto found = get_cart_.execute(cart);
        if (!found && found.error().kind == ErrorKind::not_found) return std::nullopt;
        if (!found) return std::unexpected{std::move(found).error()};

        ordering::CheckoutCart checkout{.owner = found->owner, .currency = found->currency, .lines = {}};
        checkout.lines.reserve(found->items.size());
        for (auto& [sku, quantity, offer] : found->items) {
            checkout.lines.push_back({.sku = std::move(sku), .quantity = quantity, .offer = std::nullopt});
            if (!offer) continue;
            checkout.lines.back().offer = {
                .title = std::move(offer->title), .unit_price = offer->unit_price, .available = offer->available};
        }
        return checkout;
    }

private:
    carts::GetCartForCheckout& get_cart_;
    const carts::CartTokens& tokens_;
};

}  // namespace orion::bridges
