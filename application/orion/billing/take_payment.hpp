#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/payment_gateway.hpp"
#include "orion/ports/backoff.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <chrono>

namespace orion::billing {

struct TakePaymentCommand {
    MessageId message;
    OrderId order;
    Money amount;
    Secret token;
};

struct ChargeRetries {
    int count = 3;
    std::chrono::milliseconds base{50};  ///< the longest pause before the first retry; doubles with each one
    std::chrono::milliseconds cap{2000};
};

/// Takes the money for an order, once. The intent is stored before the gateway is asked and the outcome after, in a
/// transaction of its own each, so a crash in between leaves a payment that the same message, the next one or
/// `ReconcilePayments` resolves under the same key. Publishes PaymentCaptured, PaymentDeclined or, when the gateway
/// gave no usable answer in all its tries, PaymentUnavailable; a repeat publishes the known outcome again. After a
/// reversal nothing is taken.
/// `conflict` / `payment_differs`: another amount was asked for this order before. `unavailable` / `stopping`: nothing
/// is decided yet; hand it in again.
class TakePayment {
public:
    struct Ports {
        BillingStore& store;
        PaymentGateway& gateway;
        Backoff& backoff;
        const Clock& clock;
        IdGenerator& ids;
    };
    TakePayment(const Ports& ports, const ChargeRetries& retries) : ports_{ports}, retries_{retries} {}

    Result<void> execute(const TakePaymentCommand& command);

private:
    enum class Next { ask_gateway, nothing };
    Result<Next> record_intent(const TakePaymentCommand& command);
    Result<std::optional<ChargeAnswer>> ask_gateway(const TakePaymentCommand& command);
    Result<void> record_outcome(const TakePaymentCommand& command, std::optional<ChargeAnswer> answer);

    Ports ports_;
    ChargeRetries retries_;
};

}  // namespace orion::billing
