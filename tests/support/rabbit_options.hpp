#pragma once

#include "orion/messaging/topology.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include "support/engines.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace orion::test {

inline const messaging::Topology tester_topology{{"tester", {"test.happened"}}, {"other", {"test.other"}}};

/// Names of its own in the broker that runs for the tests.
inline rabbitmq::RabbitOptions rabbit_options() {
    const auto url = engine("rabbitmq_url");
    REQUIRE_MESSAGE(url.has_value(), "needs ENGINES, see scripts/engines");
    std::random_device random;
    return {.url = *url,
            .password = Secret{*engine("rabbitmq_password")},
            .prefix = "test-" + std::to_string(random()) + std::to_string(random())};
}

}  // namespace orion::test
