#include "orion/inventory/stock_queries.hpp"

namespace orion::inventory {

StockView to_view(const StockItem& item) {
    return {.sku = item.sku(),
            .on_hand = item.on_hand(),
            .reserved = item.reserved(),
            .available = item.available(),
            .low_stock_threshold = item.snapshot().low_stock_threshold};
}

std::unexpected<Error> stock_not_found() {
    return fail(ErrorKind::not_found, "stock_not_found", "This SKU was never in stock.");
}

}  // namespace orion::inventory
