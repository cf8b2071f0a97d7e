#include "orion/persistence/inbox.hpp"
#include "orion/rabbitmq/broker_failure.hpp"
#include "orion/rabbitmq/rabbit_dead_letters.hpp"
#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"
#include "orion/system/system_clock.hpp"

#include "support/child_process.hpp"
#include "support/engines.hpp"
#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"
#include "support/shop_database.hpp"

#include <future>
#include <random>

using namespace orion;
using namespace orion::rabbitmq;
using namespace std::chrono_literals;

namespace {

const messaging::Topology topology{{"tester", {"test.happened"}}, {"other", {"test.other"}}};

/// Names of its own in the broker that runs for the tests.
RabbitOptions options_of_a_test() {
    const auto url = test::engine("rabbitmq_url");
    REQUIRE_MESSAGE(url.has_value(), "needs ENGINES, see scripts/engines");
    std::random_device random;
    return {.url = *url,
            .password = Secret{*test::engine("rabbitmq_password")},
            .prefix = "test-" + std::to_string(random()) + std::to_string(random()),
            .confirm_timeout = 5s};
}

class RabbitBroker {
public:
    static constexpr bool counts_what_it_gives_back = true;

    EventPublisher& publisher() { return publisher_; }
    DeadLetters& dead_letters() { return dead_letters_; }
    std::unique_ptr<MessageConsumer> consumer(MessageHandler& handler) {
        return std::make_unique<RabbitMessageConsumer>(
            options_, topology, RabbitMessageConsumer::Ports{.clock = clock_, .log = log_, .handler = handler},
            messaging::ConsumerOptions{.name = "tester", .retry_delays = {1ms, 2ms}, .attempts_max = 3});
    }
    void die_with_a_message() {
        const test::ChildProcess<char> child{[this](const auto& reporter) {
            test::RecordingHandler handler{[&](const Delivery&) -> Result<void> {
                reporter('!');
                std::promise<void>{}.get_future().wait();
                return {};
            }};
            const auto doomed = consumer(handler);
            doomed->start();
            std::promise<void>{}.get_future().wait();
        }};
        REQUIRE(const_cast<test::ChildProcess<char>&>(child).next());  // NOLINT: it ends with this scope
    }
    bool accept(MessageId message) {
        bool accepted = false;
        REQUIRE(shop_.database.write([&](persistence::Session& session) -> Result<void> {
            accepted = persistence::Inbox{clock_}.accept(session, "tester", message);
            return {};
        }));
        return accepted;
    }
    const RabbitOptions& options() const { return options_; }

private:
    RabbitOptions options_ = options_of_a_test();
    system::SystemClock clock_;
    test::FakeLog log_;
    test::ShopDatabase shop_{{"messaging"}};
    RabbitEventPublisher publisher_{options_, topology, log_};
    RabbitDeadLetters dead_letters_{options_, topology};
};

}  // namespace

TEST_CASE_TEMPLATE_INVOKE(test::messaging_contract, RabbitBroker);
