#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/identity/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/ordering/advance_checkout.hpp"
#include "orion/ordering/forget_customer.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// Ordering's ear: what inventory and billing answer to its checkouts, and which customers have left. Changes of stock
/// levels and other events of identity are none of its business.
class OrderingConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<inventory::Event>& inventory_events;
        const EventReader<billing::Event>& billing_events;
        const EventReader<identity::Event>& identity_events;
        ordering::AdvanceCheckout& advance_checkout;
        ordering::ForgetCustomer& forget_customer;
    };
    explicit OrderingConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Result<void> hear_of_people(const Envelope& message);
    Ports ports_;
};

}  // namespace orion::consumers
