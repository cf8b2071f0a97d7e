#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/ports/clock.hpp"

namespace orion::inventory {

struct ReturnStockCommand {
    MessageId message;
    OrderId order;
};

/// Gives back whatever an order holds, once: reserved units become available, consumed ones go back on the shelf.
/// Publishes StockReturned. An order that was never reserved is refused in advance: its request may still be on the
/// way.
class ReturnStock {
public:
    ReturnStock(InventoryStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<void> execute(const ReturnStockCommand& command);

private:
    InventoryStore& store_;
    const Clock& clock_;
};

}  // namespace orion::inventory
