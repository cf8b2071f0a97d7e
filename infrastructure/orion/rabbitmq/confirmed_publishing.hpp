#pragma once

#include "orion/rabbitmq/carried_message.hpp"
#include "orion/rabbitmq/rabbit_connection.hpp"

#include <chrono>
#include <set>
#include <span>
#include <string>

namespace orion::rabbitmq {

/// Where a message goes.
struct Outgoing {
    const Envelope* message;
    std::string exchange;
    std::string routing_key;
    const Trouble* trouble = nullptr;
};

/// A channel on which the broker confirms what it has stored. For one thread.
class ConfirmedPublishing {
public:
    /// Puts the connection's channel into confirm mode; nothing else may publish or consume there.
    explicit ConfirmedPublishing(RabbitConnection& connection);

    /// Publishes all and waits until the broker has stored each of them. Gives the ids of those that no queue wanted.
    /// Throws BrokerFailure when the broker refused one, raised an alarm or took longer than `limit`: then any number
    /// of them may have been stored, and the connection is of no more use.
    std::set<MessageId> publish(std::span<const Outgoing> messages, std::chrono::milliseconds limit);

private:
    void send(const Outgoing& outgoing);
    void receive(std::chrono::steady_clock::time_point deadline);
    void settle(std::uint64_t tag, bool multiple);

    RabbitConnection& connection_;
    std::uint64_t next_tag_ = 1;
    std::set<std::uint64_t> unconfirmed_;
    std::set<MessageId> returned_;
};

}  // namespace orion::rabbitmq
