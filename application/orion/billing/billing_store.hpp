#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/billing/payment.hpp"
#include "orion/ports/store.hpp"

#include <optional>

namespace orion::billing {

class PaymentRepository {
public:
    virtual ~PaymentRepository() = default;
    virtual std::optional<Payment> find(OrderId order) = 0;

    /// `unavailable` / `payment_changed` when it was changed (or born) since it was read: try again.
    virtual Result<void> save(const Payment& payment) = 0;
};

/// What a transaction of billing may touch.
class BillingWork {
public:
    virtual ~BillingWork() = default;
    virtual PaymentRepository& payments() = 0;

    /// To the outbox: handed on if and only if the transaction commits.
    virtual void publish(const Event& event) = 0;

    /// False if this message was handled before.
    virtual bool accept(MessageId message) = 0;
};

using BillingStore = Store<BillingWork>;

}  // namespace orion::billing
