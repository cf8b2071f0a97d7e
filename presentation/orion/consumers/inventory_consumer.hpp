#pragma once

#include "orion/inventory/consume_reservation.hpp"
#include "orion/inventory/reserve_stock.hpp"
#include "orion/inventory/return_stock.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// Inventory's ear: what a checkout asks of it. Other events of ordering are none of its business.
class InventoryConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<ordering::Event>& events;
        inventory::ReserveStock& reserve_stock;
        inventory::ConsumeReservation& consume_reservation;
        inventory::ReturnStock& return_stock;
    };
    explicit InventoryConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
