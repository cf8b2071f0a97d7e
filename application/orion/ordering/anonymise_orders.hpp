#pragma once

#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/ordering_store.hpp"

#include <cstddef>

namespace orion::ordering {

/// Takes the person off settled orders of customers who have left, `limit` at a time: address, e-mail and what was said
/// at a cancellation give way to `Anonymous`; what was bought for how much stays. Says how many, so that the caller
/// goes on while there are more. A job; safe to run in several processes.
class AnonymiseOrders {
public:
    AnonymiseOrders(OrderingStore& store, OrderQueries& queries) : store_{store}, queries_{queries} {}
    Result<std::size_t> execute(std::size_t limit);

private:
    OrderingStore& store_;
    OrderQueries& queries_;
};

}  // namespace orion::ordering
