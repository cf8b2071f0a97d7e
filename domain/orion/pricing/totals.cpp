#include "orion/pricing/totals.hpp"

#include <utility>

namespace orion::pricing {
namespace {

// The places of what is still to come; carts and orders show these amounts already.
Money discount_on(const Money& subtotal) { return Money::zero(subtotal.currency()); }
Money tax_on(const Money& net) { return Money::zero(net.currency()); }
Money shipping_for(const Money& net) { return Money::zero(net.currency()); }

}  // namespace

Totals calculate_totals(Currency currency, std::span<const PricedLine> lines) {
    std::vector<Money> line_totals;
    line_totals.reserve(lines.size());
    auto subtotal = Money::zero(currency);
    for (const auto& line : lines) {
        contract(!line.unit_price.is_negative(), "a price is not negative");
        line_totals.push_back(line.unit_price * line.quantity);
        subtotal += line_totals.back();
    }
    const auto discount = discount_on(subtotal);
    const auto net = subtotal - discount;
    const auto tax = tax_on(net);
    const auto shipping = shipping_for(net);
    return {.line_totals = std::move(line_totals),
            .subtotal = subtotal,
            .discount_total = discount,
            .tax_total = tax,
            .shipping_total = shipping,
            .total = net + tax + shipping};
}

}  // namespace orion::pricing
