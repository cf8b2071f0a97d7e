#include "orion/carts/edit_cart.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace orion::carts {
namespace {

// Whoever loses a race has somebody else's progress to thank for it.
constexpr int attempts_max = 50;

std::vector<Sku> skus_of(const Cart& cart, const Sku& another) {
    std::vector<Sku> skus{another};
    for (const auto& item : cart.items()) {
        if (item.sku != another) skus.push_back(item.sku);
    }
    return skus;
}

}  // namespace

std::unexpected<Error> unknown_sku() {
    const std::string message = "The shop does not sell this.";
    return std::unexpected{Error{.kind = ErrorKind::invalid,
                                 .code = "unknown_sku",
                                 .message = message,
                                 .fields = {{.field = "sku", .code = "unknown_sku", .message = message}}}};
}

Result<CartView> edit_cart(const CartEditing& editing, const CartAccess& access, const Sku& sku,
                           const CartChange& change) {
    ORION_CHECK(require_owner(editing.tokens, access));
    ORION_CHECK(require_not_ordered(editing.orders, access.cart));
    const auto now = editing.clock.now();
    for (int attempt = 1;; ++attempt) {
        ORION_TRY(auto cart, editing.queries.find(access.cart));
        if (!cart) return cart_not_found();
        ORION_TRY(auto offers, editing.offers.find(skus_of(*cart, sku)));
        const auto offer = std::ranges::find(offers, sku, &ProductOffer::sku);
        const auto version = cart->version();
        ORION_CHECK(change(*cart, offer == offers.end() ? nullptr : &*offer, now));
        if (cart->version() == version) return show_cart(*cart, std::move(offers));
        auto saved = editing.store.transact([&](CartsWork& work) { return work.carts().save(*cart, version); });
        if (saved) return show_cart(*cart, std::move(offers));
        if (saved.error().code != "cart_changed" || attempt == attempts_max)
            return std::unexpected{std::move(saved).error()};
    }
}

}  // namespace orion::carts
