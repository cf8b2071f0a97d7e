#pragma once

#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"

#include <span>
#include <vector>

/// What things cost together. Pure calculation, shared by carts and ordering (docs/adr: pricing is shared).
namespace orion::pricing {

struct PricedLine {
    Money unit_price;
    Quantity quantity;
};

/// `total` = `subtotal` − `discount_total` + `tax_total` + `shipping_total`; `subtotal` is the sum of `line_totals`.
struct Totals {
    std::vector<Money> line_totals;  ///< one per line, in the order of the lines
    Money subtotal;
    Money discount_total;  ///< positive; never more than `subtotal`
    Money tax_total;
    Money shipping_total;
    Money total;
};

/// The same lines always cost the same. Contract: every price is in `currency` and not negative; at most
/// `Money::max_amount` × 999 × 100 in all fits.
Totals calculate_totals(Currency currency, std::span<const PricedLine> lines);

}  // namespace orion::pricing
