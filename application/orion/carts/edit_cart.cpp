#include "orion/carts/edit_cart.hpp"

#include "orion/carts/while_changing.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace orion::carts {
namespace {

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
    const auto now = editing.clock.now();
    bool is_open = false;
    return while_changing([&]() -> Result<CartView> {
        ORION_TRY(auto cart, find_owned(editing.queries, editing.tokens, access));
        if (!is_open) ORION_CHECK(require_not_ordered(editing.orders, access.cart));
        is_open = true;
        ORION_TRY(auto offers, editing.offers.find(skus_of(cart, sku)));
        const auto offer = std::ranges::find(offers, sku, &ProductOffer::sku);
        const auto version = cart.version();
        ORION_CHECK(change(cart, offer == offers.end() ? nullptr : &*offer, now));
        if (cart.version() != version) {
            ORION_CHECK(editing.store.transact([&](CartsWork& work) { return work.carts().save(cart, version); }));
        }
        return show_cart(cart, std::move(offers));
    });
}

}  // namespace orion::carts
