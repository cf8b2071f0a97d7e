#pragma once

#include "orion/inventory/movement.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>

namespace orion::inventory {

struct StockItemSnapshot {
    Sku sku;
    std::int64_t on_hand;
    std::int64_t reserved;
    std::int64_t low_stock_threshold;
    std::int64_t version;

    friend bool operator==(const StockItemSnapshot&, const StockItemSnapshot&) = default;
};

/// The stock of one SKU. Opened with nothing; changed only by movements; never closed. 0 ≤ reserved ≤ on hand always.
class StockItem {
public:
    /// The most that receipts and adjustments may bring a SKU to.
    static constexpr std::int64_t max_on_hand = 1'000'000'000;

    static StockItem open(Sku sku);
    static StockItem restore(StockItemSnapshot snapshot);

    /// Carries out a movement of this SKU. `conflict` / `insufficient_stock` if less would remain on hand than is
    /// reserved; `invalid` / `out_of_range` if a receipt or an adjustment would bring more than `max_on_hand`.
    /// Releasing more than is reserved is a contract violation.
    Result<void> apply(const Movement& movement);

    const Sku& sku() const { return state_.sku; }
    std::int64_t on_hand() const { return state_.on_hand; }
    std::int64_t reserved() const { return state_.reserved; }
    std::int64_t available() const { return state_.on_hand - state_.reserved; }
    bool is_low() const { return available() <= state_.low_stock_threshold; }
    /// 0 before the first movement; grows by one with each.
    std::int64_t version() const { return state_.version; }
    const StockItemSnapshot& snapshot() const { return state_; }

private:
    explicit StockItem(StockItemSnapshot state);
    StockItemSnapshot state_;
};

}  // namespace orion::inventory
