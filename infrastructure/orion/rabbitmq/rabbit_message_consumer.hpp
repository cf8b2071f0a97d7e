#pragma once

#include "orion/messaging/consumer_options.hpp"
#include "orion/messaging/topology.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"
#include "orion/ports/messages.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <memory>

namespace orion::rabbitmq {

/// The consumer of one queue. Of all consumers of that queue, in any process, the broker lets one work at a time, so
/// that the messages of one subject stay in order; the others stand by. A message is acknowledged after its handler
/// returned. One thread owns the connection, `threads` others handle.
///
/// What is to be tried again stays here until its time, so that the later ones of its subject wait behind it. If this
/// process dies meanwhile, the broker hands it to the next consumer, as it does with everything that was held: after
/// `delivery_limit` such losses a message is a dead letter. Reconnects by itself for as long as it runs.
class RabbitMessageConsumer final : public MessageConsumer {
public:
    struct Ports {
        const Clock& clock;
        Log& log;
        MessageHandler& handler;
    };
    /// `lease`, `handling_max` and `idle_poll` have no meaning here.
    RabbitMessageConsumer(RabbitOptions rabbit, const messaging::Topology& topology, Ports ports,
                          messaging::ConsumerOptions options);
    ~RabbitMessageConsumer() override;
    void start() override;
    void stop() override;

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace orion::rabbitmq
