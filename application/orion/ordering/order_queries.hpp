#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/ordering/answer.hpp"
#include "orion/ordering/order_view.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace orion::ordering {

struct OrderedCart {
    OrderId order;
    Instant placed_at;
};

struct OverdueCheckouts {
    std::vector<OrderId> due;  ///< to be woken, the longest overdue first
    std::size_t parked = 0;    ///< compensations that an operator should look at
};

/// Reads outside transactions: what was committed when the call began. `unavailable` when the database does not answer
/// in time. Thread-safe.
class OrderQueries {
public:
    virtual ~OrderQueries() = default;

    virtual Result<std::optional<OrderView>> find(OrderId order) = 0;
    virtual Result<std::optional<OrderedCart>> order_of(CartId cart) = 0;
    virtual Result<std::optional<AnswerRecord>> answer(const AnswerKey& key) = 0;
    /// Every record of the order, oldest first; empty if there is no such order.
    virtual Result<std::vector<OrderRecord>> records(OrderId order) = 0;
    /// Those of `orders` that are settled: not pending, and no compensation under way.
    virtual Result<std::vector<OrderId>> settled(std::span<const OrderId> orders) = 0;
    virtual Result<OverdueCheckouts> overdue(Instant now, std::size_t limit) = 0;
    /// Settled orders that are to be anonymised.
    virtual Result<std::vector<OrderId>> to_anonymise(std::size_t limit) = 0;
};

}  // namespace orion::ordering
