#pragma once

#include "orion/cache/in_process_cache.hpp"
#include "orion/http/server.hpp"
#include "orion/rest/dispatcher.hpp"
#include "orion/rest/order_waits.hpp"
#include "orion/rest/readiness.hpp"

#include "process/broker.hpp"
#include "process/shop.hpp"

#include <cstdint>

namespace orion::hosts {

/// The REST API of a shop, from construction on.
class ApiProcess {
public:
    /// Throws std::system_error when the address is taken.
    explicit ApiProcess(Shop& shop);

    std::uint16_t port() const { return server_.port(); }

    /// Answers what has been asked and stops, within the shop's limit for shutting down. True if nothing was cut off.
    bool drain();

private:
    Shop& shop_;
    cache::InProcessCache cache_;
    Broker broker_;
    rest::Readiness readiness_;
    rest::OrderWaits waits_;
    rest::Dispatcher dispatcher_;
    http::Server server_;  // last in, first out: it stops before anything that it calls goes away
};

}  // namespace orion::hosts
