#include "orion/carts/edit_cart.hpp"

#include <utility>

namespace orion::carts {

Result<ProductOffer> require_offer(ProductOffers& offers, const Sku& sku) {
    ORION_TRY(auto found, offers.find({&sku, 1}));
    if (!found.empty()) return std::move(found.front());
    const std::string message = "The shop does not sell this.";
    return std::unexpected{Error{.kind = ErrorKind::invalid,
                                 .code = "unknown_sku",
                                 .message = message,
                                 .fields = {{.field = "sku", .code = "unknown_sku", .message = message}}}};
}

Result<void> require_editable(const CartEditing& editing, const CartAccess& access) {
    ORION_CHECK(require_owner(editing.tokens, access));
    return require_not_ordered(editing.orders, access.cart);
}

Result<CartView> edit_cart(const CartEditing& editing, CartId id,
                           const std::function<Result<void>(Cart&, Instant)>& change) {
    const auto now = editing.clock.now();
    ORION_TRY(const auto cart, editing.store.transact([&](CartsWork& work) -> Result<Cart> {
        auto found = work.carts().find(id);
        if (!found) return cart_not_found();
        const auto version = found->version();
        ORION_CHECK(change(*found, now));
        if (found->version() != version) ORION_CHECK(work.carts().save(*found));
        return *std::move(found);
    }));
    return show_cart(cart, editing.offers);
}

}  // namespace orion::carts
