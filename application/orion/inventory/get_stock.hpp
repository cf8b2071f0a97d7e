#pragma once

#include "orion/inventory/stock_queries.hpp"

namespace orion::inventory {

/// `not_found` / `stock_not_found` if the SKU was never in stock.
class GetStock {
public:
    explicit GetStock(StockQueries& queries) : queries_{queries} {}
    Result<StockView> execute(const Sku& sku);

private:
    StockQueries& queries_;
};

}  // namespace orion::inventory
