#pragma once

#include "orion/consumers/catalog_consumer.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "process/shop.hpp"

#include <cstdint>

namespace orion::hosts {

/// Brings what a command does to stock into the catalogue before the command ends, whether or not a worker is running:
/// the catalogue takes a message once, whoever hands it over first. Made before the command begins.
class CatalogueMessages {
public:
    explicit CatalogueMessages(Shop& shop);

    Result<void> settle();

private:
    Shop& shop_;
    messaging::JsonEventReader<inventory::Event> events_;
    consumers::CatalogConsumer consumer_{
        {.events = events_, .project_availability = shop_.catalog.project_availability}};
    std::int64_t seen_;
};

}  // namespace orion::hosts
