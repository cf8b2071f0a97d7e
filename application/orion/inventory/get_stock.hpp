#pragma once

#include "orion/inventory/sold_skus.hpp"
#include "orion/inventory/stock_queries.hpp"

namespace orion::inventory {

/// What was never in stock has nothing if the shop sells it; otherwise `not_found` / `stock_not_found`.
class GetStock {
public:
    /// Without `sold`, only what was in stock is found.
    explicit GetStock(StockQueries& queries, SoldSkus* sold = nullptr) : queries_{queries}, sold_{sold} {}
    Result<StockView> execute(const Sku& sku);

private:
    StockQueries& queries_;
    SoldSkus* sold_;
};

}  // namespace orion::inventory
