#pragma once

#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/ordering_store.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>

namespace orion::ordering {

struct WokenCheckouts {
    std::size_t woken = 0;
    std::size_t parked = 0;  ///< compensations that go unanswered: an operator should look
};

/// Wakes checkouts whose answer has not come in time, the longest overdue first; each in a transaction of its own, so
/// that one cannot hold up the others. Call it again soon when `woken` reaches `limit`.
class WakeOverdueCheckouts {
public:
    WakeOverdueCheckouts(OrderingStore& store, OrderQueries& queries, const Clock& clock, CheckoutPolicy policy)
        : store_{store}, queries_{queries}, clock_{clock}, policy_{policy} {}

    /// The first failure, after all have been tried.
    Result<WokenCheckouts> execute(std::size_t limit);

private:
    Result<void> wake(OrderId id, Instant now);

    OrderingStore& store_;
    OrderQueries& queries_;
    const Clock& clock_;
    CheckoutPolicy policy_;
};

}  // namespace orion::ordering
