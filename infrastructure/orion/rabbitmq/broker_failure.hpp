#pragma once

#include "orion/kernel/result.hpp"

#include <stdexcept>

namespace orion::rabbitmq {

/// The broker does not answer, or ended the connection. Never holds a password.
struct BrokerFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The broker has an exchange or a queue of that name with other properties: an operator has to decide.
struct TopologyMismatch : BrokerFailure {
    using BrokerFailure::BrokerFailure;
};

inline std::unexpected<Error> broker_unavailable() {
    return fail(ErrorKind::unavailable, "broker_unavailable", "The message broker does not answer now.");
}

}  // namespace orion::rabbitmq
