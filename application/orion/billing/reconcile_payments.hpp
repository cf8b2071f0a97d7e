#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/payment_gateway.hpp"
#include "orion/billing/payment_queries.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>

namespace orion::billing {

struct ReconcilePaymentsCommand {
    std::chrono::milliseconds older_than;  ///< longer than a payment with all its retries
    std::size_t limit = 100;
};

struct ReconciledPayments {
    int resolved = 0;
    int unanswered = 0;  ///< the gateway did not answer; the next run asks again
};

/// Finds out what became of payments whose answer was lost (the process died between intent and outcome) and tells the
/// shop as TakePayment would have. What the gateway knows nothing of ends PaymentUnavailable, so that it is reversed.
class ReconcilePayments {
public:
    struct Ports {
        BillingStore& store;
        PaymentQueries& queries;
        PaymentGateway& gateway;
        const Clock& clock;
    };
    explicit ReconcilePayments(const Ports& ports) : ports_{ports} {}

    Result<ReconciledPayments> execute(const ReconcilePaymentsCommand& command);

private:
    Result<void> resolve(OrderId order, std::optional<ChargeAnswer> answer);

    Ports ports_;
};

}  // namespace orion::billing
