#pragma once

#include "orion/consumers/catalog_consumer.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "process/shop.hpp"

namespace orion::hosts {

/// Brings what a command did to stock into the catalogue before the command ends, whether or not a worker is running.
class CatalogueMessages {
public:
    explicit CatalogueMessages(Shop& shop) : shop_{shop} {}

    /// Returns when no message to the catalogue is under way, or after `limit`: then a worker does the rest.
    void settle(std::chrono::milliseconds limit = std::chrono::seconds{60});

private:
    Shop& shop_;
};

}  // namespace orion::hosts
