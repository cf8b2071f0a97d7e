#pragma once

#include "orion/inventory/stock_item.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::inventory {

/// The stock of one SKU as staff see it: exact, now.
struct StockView {
    Sku sku;
    std::int64_t on_hand;
    std::int64_t reserved;
    std::int64_t available;
    std::int64_t low_stock_threshold;

    friend bool operator==(const StockView&, const StockView&) = default;
};

StockView to_view(const StockItem& item);

/// `not_found` / `stock_not_found`
std::unexpected<Error> stock_not_found();

enum class StockFilter {
    all,
    low,  ///< available is at or under the threshold
};

/// A SKU for which two records that must agree do not.
struct StockDiscrepancy {
    Sku sku;
    std::string what;  ///< `on_hand` or `reserved` against the ledger, `held` reservations against `reserved`
    std::int64_t stock;
    std::int64_t expected;
};

/// Reading without changing. Thread-safe.
class StockQueries {
public:
    virtual ~StockQueries() = default;
    virtual Result<std::optional<StockItem>> find(const Sku& sku) = 0;
    /// In SKU order, those after `after`.
    virtual Result<std::vector<StockItem>> list(StockFilter filter, const std::optional<Sku>& after,
                                                std::size_t limit) = 0;
    /// Stock against the sums of its ledger and against what live reservations hold, all in one moment.
    virtual Result<std::vector<StockDiscrepancy>> discrepancies() = 0;
};

}  // namespace orion::inventory
