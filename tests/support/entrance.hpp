#pragma once

#include "orion/limits/local_rate_limiter.hpp"
#include "orion/rest/dispatcher.hpp"

#include "support/fake_authenticator.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"

#include <utility>

namespace orion::test {

/// What a dispatcher stands on, with an edge that lets everybody in unless it is told otherwise.
struct Entrance {
    explicit Entrance(rest::EdgeSettings settings = {}) : edge{std::move(settings), limiter} {}

    FakeAuthenticator people;
    FakeIdGenerator ids;
    FakeLog log;
    limits::LocalRateLimiter limiter{1000};
    rest::Edge edge;

    rest::Dispatcher::Ports ports() { return {.edge = edge, .authenticator = people, .ids = ids, .log = log}; }
};

}  // namespace orion::test
