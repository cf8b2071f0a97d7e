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

Cart Cart::create(CartId id, Currency currency, Instant now) {
    return Cart{{.id = id, .currency = currency, .items = {}, .created_at = now, .updated_at = now, .version = 1}};
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

std::vector<CartItem>::iterator Cart::find(const Sku& sku) {
    return std::ranges::find(state_.items, sku, &CartItem::sku);
}

void Cart::touch(Instant now) {
    state_.updated_at = now;
    ++state_.version;
}

}  // namespace orion::carts
