#pragma once

#include "orion/inventory/stock_queries.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace orion::inventory {

struct ListStockQuery {
    StockFilter filter = StockFilter::all;
    std::optional<Sku> after{};  ///< the `next` of the page before
    std::size_t limit = 20;      ///< from 1
};

struct StockPage {
    std::vector<StockView> items;
    std::optional<Sku> next;  ///< nothing on the last page
};

/// In SKU order.
class ListStock {
public:
    explicit ListStock(StockQueries& queries) : queries_{queries} {}
    Result<StockPage> execute(const ListStockQuery& query);

private:
    StockQueries& queries_;
};

}  // namespace orion::inventory
