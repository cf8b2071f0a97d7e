#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/payment_gateway.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

namespace orion::billing {

struct ReversePaymentCommand {
    MessageId message;
    OrderId order;
};

/// Gives back whatever was taken for an order, known or not, and makes sure that nothing is taken for it later, even if
/// its payment is only asked for afterwards. Publishes PaymentReversed; a repeat publishes it again.
/// `unavailable`: the gateway did not answer; hand it in again.
class ReversePayment {
public:
    struct Ports {
        BillingStore& store;
        PaymentGateway& gateway;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit ReversePayment(const Ports& ports) : ports_{ports} {}

    Result<void> execute(const ReversePaymentCommand& command);

private:
    enum class Next { ask_gateway, nothing };
    Result<Next> record_intent(const ReversePaymentCommand& command);
    Result<void> record_outcome(const ReversePaymentCommand& command, Reversal reversal);

    Ports ports_;
};

}  // namespace orion::billing
