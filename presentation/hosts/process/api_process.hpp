#pragma once

#include "orion/http/server.hpp"
#include "orion/ports/rate_limiter.hpp"
#include "orion/rest/dispatcher.hpp"
#include "orion/rest/order_waits.hpp"
#include "orion/rest/readiness.hpp"

#include "process/broker.hpp"
#include "process/catalog_cache.hpp"
#include "process/edge.hpp"
#include "process/shop.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <thread>

namespace orion::hosts {

/// The REST API of a shop, from construction on.
class ApiProcess {
public:
    /// Throws std::system_error when the address is taken.
    explicit ApiProcess(Shop& shop);

    std::uint16_t port() const { return server_.port(); }

    /// Puts in force what of these settings can change while it runs: those of the edge.
    void apply(const config::Settings& settings) { edge_.apply(edge_settings(settings)); }

    /// Answers what has been asked and stops, within four fifths of the shop's limit for shutting down. True if nothing
    /// was cut off.
    bool drain();

private:
    void log_figures(const std::stop_token& stop);

    Shop& shop_;
    CatalogCache cache_;
    Broker broker_;
    std::unique_ptr<DeadLetters> dead_letters_;
    rest::Readiness readiness_;
    std::atomic<bool> is_started_ = false;  // from when the cache was warmed
    rest::OrderWaits waits_;
    std::unique_ptr<RateLimiter> limiter_;
    rest::Edge edge_;
    rest::Dispatcher dispatcher_;
    http::Server server_;  // last in, first out: it stops before anything that it calls goes away
    std::jthread warming_;
    std::jthread figures_;
};

}  // namespace orion::hosts
