#pragma once

#include "orion/billing/payment.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace orion::billing {

struct AwaitingOutcomeQuery {
    Instant requested_before;
    std::size_t limit;
};

/// Reads of billing outside any transaction. Thread-safe. `unavailable` when the database does not answer.
class PaymentQueries {
public:
    virtual ~PaymentQueries() = default;

    virtual Result<std::optional<Payment>> find(OrderId order) = 0;

    /// Orders whose payment is `requested`, the oldest first.
    virtual Result<std::vector<OrderId>> awaiting_outcome(const AwaitingOutcomeQuery& query) = 0;

    /// All payments, page by page, by order id.
    virtual Result<std::vector<Payment>> list(const std::optional<OrderId>& after, std::size_t limit) = 0;
};

}  // namespace orion::billing
