#pragma once

#include "orion/kernel/id.hpp"
#include "orion/ordering/order_queries.hpp"

#include <span>
#include <vector>

namespace orion::ordering {

/// Which of these orders are settled: not pending, and no compensation under way. For those who wait for them.
class FindSettled {
public:
    explicit FindSettled(OrderQueries& queries) : queries_{queries} {}
    Result<std::vector<OrderId>> execute(std::span<const OrderId> orders) { return queries_.settled(orders); }

private:
    OrderQueries& queries_;
};

}  // namespace orion::ordering
