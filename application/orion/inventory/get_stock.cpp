#include "orion/inventory/get_stock.hpp"

namespace orion::inventory {

Result<StockView> GetStock::execute(const Sku& sku) {
    ORION_TRY(const auto item, queries_.find(sku));
    if (item) return to_view(*item);
    if (sold_ == nullptr) return stock_not_found();
    ORION_TRY(const auto is_sold, sold_->contains(sku));
    if (!is_sold) return stock_not_found();
    return to_view(StockItem::open(sku));
}

}  // namespace orion::inventory
