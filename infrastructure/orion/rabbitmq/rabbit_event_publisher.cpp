#include "orion/rabbitmq/rabbit_event_publisher.hpp"

#include "orion/rabbitmq/confirmed_publishing.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include <algorithm>
#include <utility>

namespace orion::rabbitmq {

class RabbitEventPublisher::Channel {
public:
    Channel(const RabbitOptions& options, const messaging::Topology& topology) : connection_{options} {
        declare(connection_, Names{options.prefix}, topology);
        publishing_.emplace(connection_);
    }

    ConfirmedPublishing& operator*() { return *publishing_; }
    bool is_usable() { return connection_.is_quiet(); }

private:
    RabbitConnection connection_;
    std::optional<ConfirmedPublishing> publishing_;
};

RabbitEventPublisher::RabbitEventPublisher(RabbitOptions options, const messaging::Topology& topology, Log& log)
    : options_{std::move(options)}, topology_{topology}, log_{log} {
    for (const auto& [consumer, types] : topology) wanted_.insert(types.begin(), types.end());
}

RabbitEventPublisher::~RabbitEventPublisher() = default;

Result<void> RabbitEventPublisher::publish(const std::vector<Envelope>& messages) {
    std::vector<Outgoing> outgoing;
    for (const auto& message : messages)
        outgoing.push_back(
            {.message = &message, .exchange = Names{options_.prefix}.events(), .routing_key = message.type});
    try {
        // Nobody reads the connection between two batches: the broker may have ended it since.
        if (channel_ && !channel_->is_usable()) channel_.reset();
        if (!channel_) channel_ = std::make_unique<Channel>(options_, topology_);
        const auto returned = (**channel_).publish(outgoing, options_.confirm_timeout);
        const auto lost = std::ranges::find_if(messages, [&](const Envelope& message) {
            return returned.contains(message.id) && wanted_.contains(message.type);
        });
        if (lost == messages.end()) return {};
        channel_.reset();  // whoever connects anew declares the queue that is missing
        log_.error("message not routed", {{"type", lost->type}});
        return fail(ErrorKind::unavailable, "unroutable_message", "The broker has no queue for a message.");
    } catch (const BrokerFailure& failure) {
        channel_.reset();
        log_.warning("broker not reachable", {{"reason", failure.what()}});
        return broker_unavailable();
    }
}

}  // namespace orion::rabbitmq
