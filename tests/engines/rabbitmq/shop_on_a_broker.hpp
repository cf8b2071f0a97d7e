#pragma once

#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/system/system_clock.hpp"
#include "orion/system/uuid_v7_generator.hpp"

#include "engines/rabbitmq/broker_node.hpp"
#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace orion::test {

/// A publisher, and a consumer with an inbox that counts what each message did. They may take different ways to the
/// broker.
class ShopOnABroker {
public:
    ShopOnABroker(rabbitmq::RabbitOptions publishing, rabbitmq::RabbitOptions consuming,
                  RecordingHandler::Answer answer)
        : handler{std::move(answer)},
          publisher{std::move(publishing), topology, log},
          consumer{
              std::move(consuming),
              topology,
              {clock, log, handler},
              {.name = "tester", .threads = 2, .retry_delays = {std::chrono::milliseconds{1}}, .attempts_max = 3}} {}
    explicit ShopOnABroker(const rabbitmq::RabbitOptions& options)
        : ShopOnABroker{options, options, [](const Delivery&) -> Result<void> { return {}; }} {}

    Envelope message(std::string subject, std::string body) {
        return test_message(ids, std::move(subject), std::move(body));
    }
    /// As the outbox relay does: again and again until the broker has them, for half a minute.
    bool publish(const std::vector<Envelope>& messages) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (!publisher.publish(messages)) {
            std::unique_lock lock{mutex_};
            if (pause_.wait_until(lock, std::min(deadline, std::chrono::steady_clock::now() + pause)) ==
                    std::cv_status::timeout &&
                std::chrono::steady_clock::now() >= deadline)
                return false;
        }
        return true;
    }
    /// Whether a message with this body was handled within half a minute.
    bool handles(std::string_view body) {
        const auto handled = [&](const std::vector<Delivery>& deliveries) {
            return std::ranges::any_of(deliveries, [&](const auto& delivery) { return delivery.message.body == body; });
        };
        return handler.until(handled) || handler.until(handled) || handler.until(handled);
    }
    bool logged(std::string_view text) const {
        return std::ranges::any_of(log.lines(), [&](const auto& line) { return line.find(text) != std::string::npos; });
    }

    const messaging::Topology topology{{"tester", {"test.happened"}}};
    system::SystemClock clock;
    system::UuidV7Generator ids{clock};
    FakeLog log;
    RecordingHandler handler;
    rabbitmq::RabbitEventPublisher publisher;
    rabbitmq::RabbitMessageConsumer consumer;

private:
    static constexpr std::chrono::milliseconds pause{50};
    std::mutex mutex_;
    std::condition_variable pause_;
};

}  // namespace orion::test
