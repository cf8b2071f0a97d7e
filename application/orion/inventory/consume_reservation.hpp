#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/ports/clock.hpp"

namespace orion::inventory {

struct ConsumeReservationCommand {
    MessageId message;
    OrderId order;
};

/// The order is paid: what is held for it leaves the shop, once. Publishes StockConsumed, or StockRejected if nothing
/// is held for it (any more): from then on nothing ever will be.
class ConsumeReservation {
public:
    ConsumeReservation(InventoryStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<void> execute(const ConsumeReservationCommand& command);

private:
    InventoryStore& store_;
    const Clock& clock_;
};

}  // namespace orion::inventory
