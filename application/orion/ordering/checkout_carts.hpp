#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::ordering {

/// What the catalogue sells an item for right now.
struct CheckoutOffer {
    std::string title;
    Money unit_price;        ///< in the cart's currency
    std::int64_t available;  ///< may lag a second behind: only the reservation decides
};

struct CheckoutLine {
    Sku sku;  ///< each once
    Quantity quantity;
    std::optional<CheckoutOffer> offer;  ///< nothing: not for sale any more
};

struct CheckoutCart {
    std::optional<UserId> owner{};  ///< nothing: a guest's, for whoever shows its token
    Currency currency;
    std::vector<CheckoutLine> lines;
};

/// The carts as checkout sees them. Thread-safe.
class CheckoutCarts {
public:
    virtual ~CheckoutCarts() = default;

    /// Whether `token` is the one that was given out with this cart. Needs no cart to exist any more.
    virtual bool owns(CartId cart, const Secret& token) = 0;
    /// At live prices; nothing if there is no such cart. `unavailable` when that cannot be said now.
    virtual Result<std::optional<CheckoutCart>> find(CartId cart) = 0;
};

}  // namespace orion::ordering
