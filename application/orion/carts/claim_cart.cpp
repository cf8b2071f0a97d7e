#include "orion/carts/claim_cart.hpp"

#include "orion/carts/own_cart.hpp"
#include "orion/carts/while_changing.hpp"

#include <utility>
#include <vector>

namespace orion::carts {
namespace {

/// Of everything that lies in one of them.
std::vector<Sku> skus_of(const Cart& one, const Cart& other) {
    std::vector<Sku> skus;
    for (const auto* const cart : {&one, &other}) {
        for (const auto& item : cart->items()) skus.push_back(item.sku);
    }
    return skus;
}

Result<std::vector<ProductOffer>> offers_for(const Cart& own, const Cart& guests, ProductOffers& offers) {
    const auto skus = skus_of(own, guests);
    if (skus.empty()) return {};
    return offers.find(skus);
}

}  // namespace

Result<CartView> ClaimCart::execute(const ClaimCartCommand& command) {
    if (!editing_.tokens.matches(command.cart, command.token)) return cart_not_found();
    return while_changing([&] { return attempt(command); });
}

Result<CartView> ClaimCart::attempt(const ClaimCartCommand& command) {
    const auto now = editing_.clock.now();
    ORION_TRY(auto guests, editing_.queries.find(command.cart));
    if (!guests || (guests->owner() && guests->owner() != command.user)) return cart_not_found();
    if (guests->owner()) return own_cart_.execute({.user = command.user});
    ORION_CHECK(require_not_ordered(editing_.orders, command.cart));

    const auto guests_version = guests->version();
    ORION_TRY(auto own, find_own(editing_.queries, editing_.orders, command.user));
    if (!own.open) {
        guests->give_to(command.user, now);
        auto given = editing_.store.transact([&](CartsWork& work) -> Result<void> {
            ORION_CHECK(end_ordered(work, own, now));
            return work.carts().save(*guests, guests_version);
        });
        ORION_CHECK(std::move(given));
        return show_cart(*guests, editing_.offers);
    }

    auto& cart = *own.open;
    const auto version = cart.version();
    ORION_TRY(auto offers, offers_for(cart, *guests, editing_.offers));
    ORION_CHECK(cart.take_in(*guests, offers, now));
    guests->end_merged(command.user, now);
    auto merged = editing_.store.transact([&](CartsWork& work) -> Result<void> {
        if (cart.version() != version) ORION_CHECK(work.carts().save(cart, version));
        return work.carts().save(*guests, guests_version);
    });
    ORION_CHECK(std::move(merged));
    return show_cart(cart, std::move(offers));
}

Result<CartView> ClaimCartByToken::execute(UserId user, const Secret& token) {
    const auto cart = tokens_.cart_of(token);
    if (!cart) return cart_not_found();
    return claim_cart_.execute({.user = user, .cart = *cart, .token = token});
}

}  // namespace orion::carts
