#include "orion/carts/cart.hpp"

#include <algorithm>
#include <utility>

namespace orion::carts {
namespace {

std::unexpected<Error> refuse(std::string field, ErrorCode code, std::string message) {
    std::vector<FieldError> fields{{.field = std::move(field), .code = code, .message = message}};
    return std::unexpected{
        Error{.kind = ErrorKind::invalid, .code = code, .message = std::move(message), .fields = std::move(fields)}};
}

}  // namespace

Cart::Cart(CartSnapshot state) : state_{std::move(state)} {}

Cart Cart::create(CartId id, Currency currency, Instant now, std::optional<UserId> owner) {
    return Cart{{.id = id,
                 .owner = owner,
                 .currency = currency,
                 .items = {},
                 .created_at = now,
                 .updated_at = now,
                 .version = 1}};
}

Cart Cart::restore(CartSnapshot snapshot) { return Cart{std::move(snapshot)}; }

Result<void> Cart::add(const ProductOffer& offer, Quantity quantity, Instant now) {
    const auto present = find(offer.sku);
    if (present == state_.items.end()) return set(offer, quantity, now);
    const auto sum = Quantity::parse(present->quantity.value() + quantity.value());
    if (!sum) return refuse("quantity", "out_of_range", "A cart holds at most 999 of one SKU.");
    return set(offer, *sum, now);
}

Result<void> Cart::set(const ProductOffer& offer, Quantity quantity, Instant now) {
    if (offer.unit_price.currency() != state_.currency) {
        return refuse("sku", "currency_mismatch", "This is sold in another currency than the cart's.");
    }
    CartItem item{.sku = offer.sku,
                  .quantity = quantity,
                  .product_id = offer.product_id,
                  .title = offer.title,
                  .unit_price = offer.unit_price};
    const auto present = find(offer.sku);
    if (present != state_.items.end()) {
        if (*present == item) return {};
        *present = std::move(item);
    } else {
        if (state_.items.size() == max_lines) {
            return refuse("sku", "too_many_lines", "A cart has at most 100 lines.");
        }
        state_.items.push_back(std::move(item));
    }
    touch(now);
    return {};
}

void Cart::remove(const Sku& sku, Instant now) {
    const auto present = find(sku);
    if (present == state_.items.end()) return;
    state_.items.erase(present);
    touch(now);
}

Result<void> Cart::change_currency(Currency currency, Instant now) {
    if (currency == state_.currency) return {};
    if (!state_.items.empty()) {
        return refuse("currency", "currency_mismatch", "What lies in the cart is sold in another currency.");
    }
    state_.currency = currency;
    touch(now);
    return {};
}

Result<void> Cart::take_in(const Cart& guests, std::span<const ProductOffer> offers, Instant now) {
    if (guests.items().empty()) return {};
    ORION_CHECK(change_currency(guests.currency(), now));
    for (const auto& item : guests.items()) {
        const auto offer = std::ranges::find(offers, item.sku, &ProductOffer::sku);
        if (offer == offers.end() || offer->unit_price.currency() != state_.currency) continue;
        const auto present = find(item.sku);
        const int had = present == state_.items.end() ? 0 : present->quantity.value();
        const auto most = std::min<std::int64_t>(offer->available, Quantity::max);
        const auto sum = std::min<std::int64_t>(had + item.quantity.value(), most);
        const bool has_room = had > 0 || state_.items.size() < max_lines;
        if (sum <= had || !has_room) continue;
        ORION_CHECK(set(*offer, *Quantity::parse(sum), now));
    }
    return {};
}

void Cart::give_to(UserId owner, Instant now) {
    contract(!state_.owner, "only a guest's cart finds an owner");
    state_.owner = owner;
    touch(now);
}

void Cart::end_merged(UserId owner, Instant now) {
    give_to(owner, now);
    state_.items.clear();
    state_.state = CartState::merged;
}

void Cart::end_ordered(Instant now) {
    state_.state = CartState::ordered;
    touch(now);
}

std::vector<CartItem>::iterator Cart::find(const Sku& sku) {
    return std::ranges::find(state_.items, sku, &CartItem::sku);
}

void Cart::touch(Instant now) {
    state_.updated_at = now;
    ++state_.version;
}

}  // namespace orion::carts
