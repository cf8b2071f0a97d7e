#pragma once

#include "orion/catalog/project_availability.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// The catalogue's ear: how many of each SKU can be bought, and whether orders take it. Other events of inventory are
/// none of its business.
class CatalogConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<inventory::Event>& events;
        catalog::ProjectAvailability& project_availability;
    };
    explicit CatalogConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
