#include "orion/inventory/list_stock.hpp"

namespace orion::inventory {

Result<StockPage> ListStock::execute(const ListStockQuery& query) {
    contract(query.limit > 0, "a page has room for something");
    // One more than asked for tells whether there is a next page.
    ORION_TRY(const auto items, queries_.list(query.filter, query.after, query.limit + 1));
    StockPage page;
    for (const auto& item : items) {
        if (page.items.size() == query.limit) {
            page.next = page.items.back().sku;
            break;
        }
        page.items.push_back(to_view(item));
    }
    return page;
}

}  // namespace orion::inventory
