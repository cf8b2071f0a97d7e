#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/inventory/sold_skus.hpp"
#include "orion/inventory/stock_queries.hpp"
#include "orion/ports/clock.hpp"

#include <cstdint>
#include <string>

namespace orion::inventory {

struct AdjustStockCommand {
    Sku sku;
    std::int64_t delta;  ///< not 0
    std::string reason;  ///< 1–200 characters
    std::string actor;   ///< 1–200 characters
};

/// Corrects what is on hand by a difference, never to a figure, so that two corrections at once both count. What was
/// never in stock begins with nothing if the shop sells it. `not_found` / `stock_not_found`; `conflict` /
/// `insufficient_stock` if less would remain than is reserved; `invalid`: `out_of_range`, `missing_field`, `too_long`,
/// `malformed_text`.
class AdjustStock {
public:
    /// Without `sold`, only what was in stock before can be corrected.
    AdjustStock(InventoryStore& store, const Clock& clock, SoldSkus* sold = nullptr)
        : store_{store}, clock_{clock}, sold_{sold} {}
    Result<StockView> execute(const AdjustStockCommand& command);

private:
    Result<StockView> adjust(const AdjustStockCommand& command, bool may_open);

    InventoryStore& store_;
    const Clock& clock_;
    SoldSkus* sold_;
};

}  // namespace orion::inventory
