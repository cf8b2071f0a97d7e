#pragma once

#include "orion/messaging/topology.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <string>
#include <string_view>

namespace orion::rabbitmq {

class RabbitConnection;

/// The names of a shop's exchanges and queues.
struct Names {
    std::string prefix;

    /// The topic exchange of all events; routing keys are their types.
    std::string events() const { return prefix + ".events"; }
    std::string queue(std::string_view consumer) const { return prefix + "." + std::string{consumer}; }
    /// The exchange of dead letters; routing keys are the consumers, and `replay_key` for the way back.
    std::string dead() const { return prefix + ".dead"; }
    static std::string replay_key(std::string_view consumer) { return std::string{consumer} + ".replay"; }
    std::string dead_queue(std::string_view consumer) const { return queue(consumer) + ".dead"; }
};

/// How often a queue hands a message out again after its consumer was lost. Then it is a dead letter.
inline constexpr int delivery_limit = 20;

/// Declares what is not there yet: for every consumer a replicated queue with one active consumer at a time, bound to
/// its event types, and a queue of its dead letters. Throws TopologyMismatch if something of that name is otherwise.
void declare(RabbitConnection& connection, const Names& names, const messaging::Topology& topology);

/// The same on a connection of its own, for the start of a process. Throws BrokerFailure.
void declare(const RabbitOptions& options, const messaging::Topology& topology);

}  // namespace orion::rabbitmq
