#pragma once

#include "orion/messaging/consumer_options.hpp"
#include "orion/ports/dead_letters.hpp"
#include "orion/ports/messages.hpp"
#include "orion/rabbitmq/broker_probe.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include "process/foundation.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace orion::hosts {

/// The broker that the settings choose: RabbitMQ, or queues in the shop's database.
class Broker {
public:
    explicit Broker(Foundation& base);
    ~Broker();

    /// Whether messages are in the shop's database.
    bool is_embedded() const { return !rabbit_; }

    std::unique_ptr<EventPublisher> publisher();
    std::unique_ptr<MessageConsumer> consumer(MessageHandler& handler, messaging::ConsumerOptions options);
    std::unique_ptr<DeadLetters> dead_letters();
    /// Asks the broker whether it is there. For one thread, while this lives.
    std::function<Result<void>()> probe();

    /// Throws std::runtime_error if the broker has queues of our names that are not as they must be. One that does not
    /// answer is no reason not to start: everybody here connects when it is back.
    void check();

private:
    Foundation& base_;
    std::optional<rabbitmq::RabbitOptions> rabbit_;
    std::unique_ptr<rabbitmq::BrokerProbe> probe_;
};

}  // namespace orion::hosts
