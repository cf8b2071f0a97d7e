#include "orion/inventory/get_stock.hpp"

namespace orion::inventory {

Result<StockView> GetStock::execute(const Sku& sku) {
    ORION_TRY(const auto item, queries_.find(sku));
    if (!item) return stock_not_found();
    return to_view(*item);
}

}  // namespace orion::inventory
