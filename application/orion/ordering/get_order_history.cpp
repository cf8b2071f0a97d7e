#include "orion/ordering/get_order_history.hpp"

namespace orion::ordering {

Result<std::vector<OrderRecord>> GetOrderHistory::execute(const OrderQuery& query) {
    if (!may_look(tokens_, query)) return unknown_order();
    if (!may_see(tokens_, query, std::nullopt)) {
        ORION_TRY(const auto order, queries_.find(query.order));
        if (!order || !may_see(tokens_, query, order->customer)) return unknown_order();
    }
    ORION_TRY(auto records, queries_.records(query.order));
    if (records.empty()) return unknown_order();
    std::erase_if(records, [](const OrderRecord& record) { return record.from == record.to; });
    return records;
}

}  // namespace orion::ordering
