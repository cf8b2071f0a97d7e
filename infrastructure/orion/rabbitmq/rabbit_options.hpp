#pragma once

#include "orion/ports/secret_source.hpp"

#include <chrono>
#include <string>

namespace orion::rabbitmq {

/// Where a RabbitMQ is and how long it may take.
struct RabbitOptions {
    std::string url;               ///< `amqp://USER@HOST:PORT,HOST:PORT/VHOST`; an empty path is the virtual host `/`
    SecretSource password{};       ///< without one, RabbitMQ's default
    std::string prefix = "orion";  ///< what the names of exchanges and queues begin with
    std::chrono::milliseconds connect_timeout{3'000};  ///< for each of the hosts
    std::chrono::milliseconds confirm_timeout{5'000};  ///< from publishing a batch to its last confirm
    std::chrono::seconds heartbeat{10};
};

}  // namespace orion::rabbitmq
