#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/ports/clock.hpp"

#include <vector>

namespace orion::inventory {

struct ReserveStockCommand {
    MessageId message;
    OrderId order;
    std::vector<ReservedLine> lines;  ///< lines of one SKU add up; at least one, each of at least 1
    Instant expires_at;
};

/// Holds all lines for an order, or none. Publishes StockReserved and the changed levels, or StockRejected naming the
/// SKUs there is not enough of. The first answer stays: asked again under another message id it is published again,
/// even if there is more stock now, and StockRejected once the units were given back. `invalid` / `malformed_request`
/// for lines that no order can have.
class ReserveStock {
public:
    ReserveStock(InventoryStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<void> execute(const ReserveStockCommand& command);

private:
    InventoryStore& store_;
    const Clock& clock_;
};

}  // namespace orion::inventory
