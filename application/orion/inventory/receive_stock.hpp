#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/inventory/stock_queries.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orion::inventory {

struct ReceivedLine {
    Sku sku;
    std::int64_t quantity;  ///< 1…`StockItem::max_on_hand`
};

struct ReceiveStockCommand {
    std::vector<ReceivedLine> lines;  ///< lines of one SKU add up
    std::string reference;            ///< the delivery note: 1–200 characters
    std::string actor;                ///< who says so: 1–200 characters
};

enum class ReceiptOutcome {
    received,
    already_received,  ///< under this reference, before; nothing was changed
};

struct ReceiptView {
    StockView stock;
    ReceiptOutcome outcome;
    std::int64_t quantity;  ///< what the ledger holds for this SKU and reference
};

/// Takes goods in, opening SKUs that are new. A reference brings a SKU once: a repeat changes nothing, whatever its
/// quantity. All lines or none. `invalid`: `missing_field`, `too_long`, `too_many_lines`, `out_of_range`.
class ReceiveStock {
public:
    static constexpr std::size_t max_lines = 1000;

    ReceiveStock(InventoryStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    /// One per SKU, in SKU order.
    Result<std::vector<ReceiptView>> execute(const ReceiveStockCommand& command);

private:
    InventoryStore& store_;
    const Clock& clock_;
};

}  // namespace orion::inventory
