#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>

namespace orion::inventory {

struct ExpireReservationsCommand {
    std::size_t limit = 100;  ///< per call
};

/// Makes available again what was held for orders that did not consume it in time. A job: run it every few seconds,
/// and again at once when it returns `limit`. Safe to run in several processes.
class ExpireReservations {
public:
    ExpireReservations(InventoryStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    /// How many reservations expired.
    Result<std::size_t> execute(const ExpireReservationsCommand& command);

private:
    InventoryStore& store_;
    const Clock& clock_;
};

}  // namespace orion::inventory
