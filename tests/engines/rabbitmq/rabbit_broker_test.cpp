#include "orion/persistence/inbox.hpp"
#include "orion/rabbitmq/rabbit_dead_letters.hpp"
#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/system/system_clock.hpp"

#include "support/child_process.hpp"
#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"
#include "support/rabbit_options.hpp"
#include "support/shop_database.hpp"

#include <future>

using namespace orion;
using namespace orion::rabbitmq;
using namespace std::chrono_literals;

namespace {

using test::rabbit_options;
using test::tester_topology;

class RabbitBroker {
public:
    static constexpr bool may_repeat_after_a_stop = true;

    EventPublisher& publisher() { return publisher_; }
    DeadLetters& dead_letters() { return dead_letters_; }
    std::unique_ptr<MessageConsumer> consumer(MessageHandler& handler) {
        return std::make_unique<RabbitMessageConsumer>(
            options_, tester_topology, RabbitMessageConsumer::Ports{.clock = clock_, .log = log_, .handler = handler},
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

private:
    RabbitOptions options_ = rabbit_options();
    system::SystemClock clock_;
    test::FakeLog log_;
    test::ShopDatabase shop_{{"messaging"}};
    RabbitEventPublisher publisher_{options_, tester_topology, log_};
    RabbitDeadLetters dead_letters_{options_, tester_topology};
};

}  // namespace

TEST_CASE_TEMPLATE_INVOKE(test::messaging_contract, RabbitBroker);
