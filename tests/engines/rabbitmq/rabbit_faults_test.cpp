#include "orion/rabbitmq/broker_failure.hpp"
#include "orion/rabbitmq/broker_probe.hpp"
#include "orion/rabbitmq/rabbit_connection.hpp"
#include "orion/rabbitmq/rabbit_dead_letters.hpp"
#include "orion/rabbitmq/rabbit_event_publisher.hpp"
#include "orion/rabbitmq/rabbit_message_consumer.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"
#include "orion/system/system_clock.hpp"

#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"
#include "support/rabbit_options.hpp"
#include "support/tcp_forwarder.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

using namespace orion;
using namespace orion::rabbitmq;
using namespace std::chrono_literals;
using test::rabbit_options;
using test::tester_topology;

namespace {

/// A broker behind a network that fails when the test says so.
struct Faults {
    RabbitOptions direct = rabbit_options();
    test::TcpForwarder network{test::port_of(direct.url)};
    RabbitOptions options = [this] {
        auto through = direct;
        through.url = test::through(network, direct.url);
        through.connect_timeout = 500ms;
        through.confirm_timeout = 500ms;
        return through;
    }();
    system::SystemClock clock;
    test::FakeLog log;
    test::FakeIdGenerator ids;
    RabbitEventPublisher publisher{options, tester_topology, log};

    std::unique_ptr<MessageConsumer> consumer(MessageHandler& handler) {
        return std::make_unique<RabbitMessageConsumer>(
            options, tester_topology, RabbitMessageConsumer::Ports{.clock = clock, .log = log, .handler = handler},
            messaging::ConsumerOptions{.name = "tester", .retry_delays = {1ms}, .attempts_max = 3});
    }

    Envelope message(const std::string& subject, const std::string& body) {
        return test::test_message(ids, subject, body);
    }
};

std::set<std::string> distinct_bodies(const std::vector<Delivery>& deliveries) {
    std::set<std::string> bodies;
    for (const auto& delivery : deliveries) bodies.insert(delivery.message.body);
    return bodies;
}

void delete_queue(const RabbitOptions& options, const std::string& name) {
    RabbitConnection connection{options};
    amqp_queue_delete(connection.get(), RabbitConnection::channel, bytes(name), 0, 0);
    connection.check("deleting");
    connection.close();
}

/// A consumer that takes one message and ends without a word.
void take_and_be_lost(const RabbitOptions& options) {
    RabbitConnection connection{options};
    amqp_basic_qos(connection.get(), RabbitConnection::channel, 0, 1, 0);
    connection.check("prefetch");
    amqp_basic_consume(connection.get(), RabbitConnection::channel, bytes(Names{options.prefix}.queue("tester")),
                       amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    connection.check("consuming");
    amqp_envelope_t envelope{};
    constexpr timeval patience{.tv_sec = 10, .tv_usec = 0};
    RabbitConnection::check("taking", amqp_consume_message(connection.get(), &envelope, &patience, 0));
    amqp_destroy_envelope(&envelope);
}

}  // namespace

TEST_SUITE("rabbitmq/faults") {
    TEST_CASE("whoever is cut off publishes and consumes again by themselves, and nothing is lost") {
        Faults faults;
        test::RecordingHandler handler;
        const auto consumer = faults.consumer(handler);
        consumer->start();
        std::set<std::string> published;
        for (int round = 0; round < 5; ++round) {
            for (int i = 0; i < 20; ++i) {
                const auto body = std::to_string(round * 100 + i);
                const std::vector batch{faults.message("order " + std::to_string(i % 3), body)};
                bool stored = false;
                for (int attempt = 0; attempt < 50 && !stored; ++attempt) {
                    if (i == 10 && attempt == 0) faults.network.cut();
                    stored = faults.publisher.publish(batch).has_value();
                }
                REQUIRE(stored);
                published.insert(body);
            }
        }
        CHECK(handler.until([&](const auto& deliveries) { return distinct_bodies(deliveries) == published; }));
        CHECK_FALSE(handler.overlapped());
    }

    TEST_CASE("a broker that is away is an answer within the time-out, and none that waits for ever") {
        Faults faults;
        const std::vector one{faults.message("order 1", "a")};
        REQUIRE(faults.publisher.publish(one));

        faults.network.let_pass(test::TcpForwarder::Flow::none);
        auto refused = faults.publisher.publish(one);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "broker_unavailable");
        faults.network.set_down(true);
        faults.network.let_pass(test::TcpForwarder::Flow::both);
        faults.network.cut();
        CHECK_FALSE(faults.publisher.publish(one));
        CHECK_FALSE(BrokerProbe{faults.options}.ask());
        CHECK(RabbitDeadLetters{faults.options, tester_topology}.list(0, 1).error().kind == ErrorKind::unavailable);

        faults.network.set_down(false);
        CHECK(BrokerProbe{faults.options}.ask());
        CHECK(faults.publisher.publish(one));
    }

    TEST_CASE("a message for a queue that is gone is not taken for stored, and its queue comes back") {
        Faults faults;
        REQUIRE(faults.publisher.publish({faults.message("order 1", "a")}));
        delete_queue(faults.direct, Names{faults.direct.prefix}.queue("tester"));

        const auto lost = faults.publisher.publish({faults.message("order 1", "b")});
        REQUIRE_FALSE(lost);
        CHECK(lost.error().code == "unroutable_message");
        CHECK(faults.publisher.publish({faults.message("order 1", "b")}));
    }

    TEST_CASE("what is no message of ours is a dead letter, and the queue goes on") {
        Faults faults;
        declare(faults.direct, tester_topology);
        {
            RabbitConnection stranger{faults.direct};
            amqp_basic_publish(stranger.get(), RabbitConnection::channel, amqp_empty_bytes,
                               bytes(Names{faults.direct.prefix}.queue("tester")), 0, 0, nullptr, bytes("junk"));
            stranger.close();
        }
        REQUIRE(faults.publisher.publish({faults.message("order 1", "good")}));
        test::RecordingHandler handler;
        const auto consumer = faults.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(1));
        consumer->stop();
        CHECK(handler.deliveries().front().message.body == "good");

        RabbitDeadLetters letters{faults.options, tester_topology};
        auto found = letters.list(0, 10).value();
        for (int i = 0; i < 100 && found.empty(); ++i) found = letters.list(0, 10).value();
        REQUIRE(found.size() == 1);
        CHECK(found[0].message.body == "junk");
        CHECK(found[0].consumer == "tester");
        CHECK(letters.drop(found[0].number));
        CHECK(letters.list(0, 10)->empty());
    }

    TEST_CASE("what is tried again waits longer each time") {
        Faults faults;
        std::mutex mutex;
        std::vector<std::chrono::steady_clock::time_point> attempts;
        test::RecordingHandler handler{[&](const Delivery&) -> Result<void> {
            const std::lock_guard lock{mutex};
            attempts.push_back(std::chrono::steady_clock::now());
            return fail(ErrorKind::unavailable, "gateway_down", "not now");
        }};
        RabbitMessageConsumer consumer{faults.options,
                                       tester_topology,
                                       {.clock = faults.clock, .log = faults.log, .handler = handler},
                                       {.name = "tester", .retry_delays = {20ms, 100ms, 500ms}, .attempts_max = 4}};
        consumer.start();
        REQUIRE(faults.publisher.publish({faults.message("order 1", "a")}));
        REQUIRE(handler.until_count(4));
        consumer.stop();

        CHECK(attempts[1] - attempts[0] >= 10ms);
        CHECK(attempts[2] - attempts[1] >= 50ms);
        CHECK(attempts[3] - attempts[2] >= 250ms);
        const auto letters = RabbitDeadLetters{faults.options, tester_topology}.list(0, 10).value();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].history.size() == 4);
    }

    TEST_CASE("a message under whose hands every worker is lost is a dead letter in the end, and can be replayed") {
        Faults faults;
        RabbitDeadLetters letters{faults.options, tester_topology};
        REQUIRE(faults.publisher.publish({faults.message("order 1", "deadly")}));
        for (int lost = 0; lost <= delivery_limit; ++lost) take_and_be_lost(faults.direct);

        std::vector<DeadLetter> found;
        for (int i = 0; i < 100 && found.empty(); ++i) found = letters.list(0, 10).value();
        REQUIRE(found.size() == 1);
        CHECK(found[0].message.body == "deadly");
        CHECK(found[0].consumer == "tester");
        CHECK(found[0].reason == "delivery_limit");
        CHECK(found[0].attempts == delivery_limit + 1);
        CHECK(found[0].history == std::vector<std::string>{"delivery_limit"});

        REQUIRE(letters.replay(found[0].number));
        test::RecordingHandler handler;
        const auto consumer = faults.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(1));
        CHECK(handler.deliveries()[0].attempt == 1);
        CHECK(letters.list(0, 10)->empty());
    }

    TEST_CASE("a queue of that name that is otherwise stops the start, by name") {
        const auto options = rabbit_options();
        const auto queue = Names{options.prefix}.queue("tester");
        RabbitConnection connection{options};
        amqp_queue_declare(connection.get(), RabbitConnection::channel, bytes(queue), 0, 1, 0, 0, amqp_empty_table);
        connection.check("declaring");
        try {
            declare(options, tester_topology);
            FAIL("was accepted");
        } catch (const TopologyMismatch& mismatch) {
            CHECK(std::string{mismatch.what()}.find(queue) != std::string::npos);
        }
    }

    TEST_CASE("a wrong password is refused, and shown nowhere") {
        auto options = rabbit_options();
        options.password = Secret{"hunter2hunter2"};
        try {
            const RabbitConnection connection{options};
            FAIL("was let in");
        } catch (const BrokerFailure& failure) {
            CHECK(std::string{failure.what()}.find("403") != std::string::npos);
            CHECK(std::string{failure.what()}.find("hunter2") == std::string::npos);
        }
    }

    TEST_CASE("of several hosts, the first that answers is used") {
        Faults faults;
        faults.network.set_down(true);
        auto options = faults.options;
        const auto host = "127.0.0.1:" + std::to_string(faults.network.port());
        options.url.replace(options.url.find(host), host.size(),
                            host + ",127.0.0.1:" + std::to_string(test::port_of(faults.direct.url)));
        CHECK(BrokerProbe{options}.ask());
    }
}
