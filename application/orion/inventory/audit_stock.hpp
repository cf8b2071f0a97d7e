#pragma once

#include "orion/inventory/stock_queries.hpp"

#include <vector>

namespace orion::inventory {

/// Whether the books agree: stock with its ledger, reserved units with live reservations. Empty when they do.
class AuditStock {
public:
    explicit AuditStock(StockQueries& queries) : queries_{queries} {}
    Result<std::vector<StockDiscrepancy>> execute() { return queries_.discrepancies(); }

private:
    StockQueries& queries_;
};

}  // namespace orion::inventory
