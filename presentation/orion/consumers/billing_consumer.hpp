#pragma once

#include "orion/billing/reverse_payment.hpp"
#include "orion/billing/take_payment.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// Billing's ear: what a checkout asks of it. Other events of ordering are none of its business.
class BillingConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<ordering::Event>& events;
        billing::TakePayment& take_payment;
        billing::ReversePayment& reverse_payment;
    };
    explicit BillingConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
