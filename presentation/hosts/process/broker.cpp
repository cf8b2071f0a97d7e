#include "process/broker.hpp"

#include "orion/messaging/sql_dead_letters.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/rabbitmq/broker_failure.hpp"
#include "orion/rabbitmq/broker_probe.hpp"
#include "orion/rabbitmq/rabbit_dead_letters.hpp"
#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include "process/topology.hpp"

#include <utility>

namespace orion::hosts {
namespace {

std::optional<rabbitmq::RabbitOptions> rabbit(const config::Settings::Messaging& settings) {
    if (settings.broker_url.empty()) return std::nullopt;
    return rabbitmq::RabbitOptions{
        .url = settings.broker_url, .password = settings.broker_password.source, .prefix = settings.broker_prefix};
}

}  // namespace

Broker::Broker(Foundation& base) : base_{base}, rabbit_{rabbit(base.settings.messaging)} {}

Broker::~Broker() = default;

std::unique_ptr<EventPublisher> Broker::publisher() {
    if (rabbit_) return std::make_unique<rabbitmq::RabbitEventPublisher>(*rabbit_, topology(), base_.log);
    return std::make_unique<messaging::SqlEventPublisher>(base_.databases.main(), topology(), base_.clock);
}

std::unique_ptr<MessageConsumer> Broker::consumer(MessageHandler& handler, messaging::ConsumerOptions options) {
    if (rabbit_) {
        return std::make_unique<rabbitmq::RabbitMessageConsumer>(
            *rabbit_, topology(),
            rabbitmq::RabbitMessageConsumer::Ports{.clock = base_.clock, .log = base_.log, .handler = handler},
            std::move(options));
    }
    return std::make_unique<messaging::SqlMessageConsumer>(base_.databases.main(), base_.clock, base_.log, handler,
                                                           std::move(options));
}

std::unique_ptr<DeadLetters> Broker::dead_letters() {
    if (rabbit_) return std::make_unique<rabbitmq::RabbitDeadLetters>(*rabbit_, topology());
    return std::make_unique<messaging::SqlDeadLetters>(base_.databases.main(), base_.clock);
}

std::function<Result<void>()> Broker::probe() {
    if (rabbit_) {
        probe_ = std::make_unique<rabbitmq::BrokerProbe>(*rabbit_);
        return [this] { return probe_->ask(); };
    }
    return [&database = base_.databases.main()]() -> Result<void> {
        return database.read([](persistence::Session& session) -> Result<void> {
            messaging::SqlQueue{"ordering"}.next_ready(session);
            return {};
        });
    };
}

void Broker::check() {
    if (!rabbit_) return;
    try {
        rabbitmq::declare(*rabbit_, topology());
    } catch (const rabbitmq::TopologyMismatch&) {
        throw;
    } catch (const rabbitmq::BrokerFailure& failure) {
        base_.log.warning("broker not reachable", {{"reason", failure.what()}});
    }
}

}  // namespace orion::hosts
