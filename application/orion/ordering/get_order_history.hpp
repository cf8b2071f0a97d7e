#pragma once

#include "orion/ordering/get_order.hpp"

#include <vector>

namespace orion::ordering {

/// Every change of the order's status, its birth first. `order_not_found`: unknown, or somebody else's.
class GetOrderHistory {
public:
    GetOrderHistory(OrderQueries& queries, const OrderTokens& tokens) : queries_{queries}, tokens_{tokens} {}
    Result<std::vector<OrderRecord>> execute(const OrderQuery& query);

private:
    OrderQueries& queries_;
    const OrderTokens& tokens_;
};

}  // namespace orion::ordering
