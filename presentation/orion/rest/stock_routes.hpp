#pragma once

#include "orion/inventory/adjust_stock.hpp"
#include "orion/inventory/get_stock.hpp"
#include "orion/inventory/list_stock.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes of stock call. All of it outlives them.
struct StockUseCases {
    inventory::ListStock& list_stock;
    inventory::GetStock& get_stock;
    inventory::AdjustStock& adjust_stock;
    const Digest& digest;
};

/// For staff. The ledger and the audit log name who adjusted, as `actor_of` does.
std::vector<Route> stock_routes(const StockUseCases& use);

}  // namespace orion::rest
