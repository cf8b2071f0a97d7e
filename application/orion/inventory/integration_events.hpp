#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <variant>
#include <vector>

/// What inventory tells the rest of the shop.
namespace orion::inventory {

struct StockReserved {
    OrderId order;
};

/// Nothing is held for this order: a line cannot be met, or its reservation is gone.
struct StockRejected {
    OrderId order;
    std::vector<Sku> short_of;  ///< the SKUs that could not be met; empty when the reservation had expired
};

struct StockConsumed {
    OrderId order;
};

struct StockReturned {
    OrderId order;
};

struct StockLevel {
    Sku sku;
    std::int64_t available;  ///< on hand minus reserved
    std::int64_t version;    ///< of the stock item; a lower one arriving late changes nothing
};

/// Published with every change of stock, in the same transaction.
struct StockLevelsChanged {
    std::vector<StockLevel> levels;
};

using Event = std::variant<StockReserved, StockRejected, StockConsumed, StockReturned, StockLevelsChanged>;

}  // namespace orion::inventory
