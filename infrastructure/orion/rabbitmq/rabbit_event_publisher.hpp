#pragma once

#include "orion/messaging/topology.hpp"
#include "orion/ports/log.hpp"
#include "orion/ports/messages.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <memory>
#include <set>
#include <string>

namespace orion::rabbitmq {

/// Publishes to the topic exchange with the type as routing key, where anybody may listen. Connects when there is
/// something to publish and again after every failure. `unavailable`/`broker_unavailable`, and
/// `unavailable`/`unroutable_message` if no queue takes a message that the topology has a consumer for.
class RabbitEventPublisher final : public EventPublisher {
public:
    RabbitEventPublisher(RabbitOptions options, const messaging::Topology& topology, Log& log);
    ~RabbitEventPublisher() override;
    Result<void> publish(const std::vector<Envelope>& messages) override;

private:
    class Channel;

    const RabbitOptions options_;
    const messaging::Topology topology_;
    std::set<std::string, std::less<>> wanted_;
    Log& log_;
    std::unique_ptr<Channel> channel_;
};

}  // namespace orion::rabbitmq
