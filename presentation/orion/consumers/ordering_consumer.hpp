#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/ordering/advance_checkout.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// Ordering's ear: what inventory and billing answer to its checkouts. Changes of stock levels are none of its
/// business.
class OrderingConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<inventory::Event>& inventory_events;
        const EventReader<billing::Event>& billing_events;
        ordering::AdvanceCheckout& advance_checkout;
    };
    explicit OrderingConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
