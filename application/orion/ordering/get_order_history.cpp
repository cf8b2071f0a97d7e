#include "orion/ordering/get_order_history.hpp"

namespace orion::ordering {

Result<std::vector<OrderRecord>> GetOrderHistory::execute(const OrderQuery& query) {
    if (!may_see(tokens_, query.order, query.order_token)) return unknown_order();
    ORION_TRY(auto records, queries_.records(query.order));
    if (records.empty()) return unknown_order();
    std::erase_if(records, [](const OrderRecord& record) { return record.from == record.to; });
    return records;
}

}  // namespace orion::ordering
