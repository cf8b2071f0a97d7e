#include "orion/rabbitmq/broker_probe.hpp"
#include "orion/rabbitmq/rabbit_dead_letters.hpp"

#include "engines/rabbitmq/shop_on_a_broker.hpp"

using namespace orion;
using namespace std::chrono_literals;

namespace {

/// Waits for what rabbitmqctl says, which takes its time.
bool until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!done())
        if (std::chrono::steady_clock::now() > deadline) return false;
    return true;
}

struct OwnUser {
    OwnUser(const test::BrokerNode& broker, const std::string& host, const std::string& rights) : node{broker} {
        node.ctl("add_user " + name + " " + password);
        node.ctl("set_permissions -p " + host + " " + name + " " + rights);
    }
    ~OwnUser() {
        try {
            node.ctl("delete_user " + name);
        } catch (const std::exception& exception) {
            std::fputs(exception.what(), stderr);
        }
    }
    OwnUser(const OwnUser&) = delete;
    OwnUser& operator=(const OwnUser&) = delete;

    const test::BrokerNode& node;
    const std::string name = "clerk-" + std::to_string(::getpid());
    const std::string password = "clerk-secret";
};

}  // namespace

TEST_SUITE("rabbitmq/broker_faults") {
    TEST_CASE("whoever is thrown out comes back") {
        if (test::no_broker()) return;
        const test::BrokerNode node{test::engines_folder().value()};
        const test::VirtualHost host{node};
        test::ShopOnABroker shop{host.options()};
        shop.consumer.start();

        for (const std::string body : {"first", "second", "third"}) {
            REQUIRE(shop.publish({shop.message("order 1", body)}));
            REQUIRE(shop.handles(body));
            host.ctl("close_all_connections", "maintenance");
        }

        REQUIRE(shop.publish({shop.message("order 1", "last")}));
        CHECK(shop.handles("last"));
        CHECK(test::bodies_of(shop.handler.deliveries(), "order 1").size() == 4);
    }

    // The broker ends connections whose heartbeats stay out, and nobody reads a publisher's while it has nothing to
    // say.
    TEST_CASE("a quiet night between two orders is no fault") {
        if (test::no_broker()) return;
        const test::BrokerNode node{test::engines_folder().value()};
        const test::VirtualHost host{node};
        test::ShopOnABroker shop{host.options()};
        REQUIRE(shop.publisher.publish({shop.message("order 1", "evening")}));

        REQUIRE(until([&] { return node.ctl("list_connections vhost").find(host.name()) == std::string::npos; }));

        CHECK(shop.publisher.publish({shop.message("order 1", "morning")}));
    }

    TEST_CASE("a queue that an operator deletes is made again by its consumer") {
        if (test::no_broker()) return;
        const test::BrokerNode node{test::engines_folder().value()};
        const test::VirtualHost host{node};
        test::ShopOnABroker shop{host.options()};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "before")}));
        REQUIRE(shop.handles("before"));

        host.ctl("delete_queue", "orion.tester");
        REQUIRE(until([&] { return host.ctl("list_consumers", "").find("orion.tester") != std::string::npos; }));

        REQUIRE(shop.publish({shop.message("order 1", "after")}));
        CHECK(shop.handles("after"));
    }

    TEST_CASE("whoever has the rights that docs/rabbitmq.md asks for needs no others") {
        if (test::no_broker()) return;
        const test::BrokerNode node{test::engines_folder().value()};
        const test::VirtualHost host{node};
        const OwnUser user{node, host.name(), R"('^orion\.' '^orion\.' '^orion\.')"};
        auto options = host.options();
        options.url.replace(options.url.find("orion@"), std::string{"orion@"}.size(), user.name + "@");
        options.password = Secret{user.password};
        bool ill = true;
        test::ShopOnABroker shop{options, options, [&ill](const Delivery&) -> Result<void> {
                                     if (ill) return fail(ErrorKind::invalid, "malformed_event", "no");
                                     return {};
                                 }};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "sale")}));
        rabbitmq::RabbitDeadLetters letters{options, shop.topology};
        std::vector<DeadLetter> found;
        CHECK(rabbitmq::BrokerProbe{options}.ask());
        REQUIRE(until([&] {
            found = letters.list(0, 10).value();
            return !found.empty();
        }));
        ill = false;

        CHECK(letters.replay(found.front().number));
        CHECK(shop.handler.until_count(2));
    }

    TEST_CASE("a broker short of memory takes nothing, gives what it has, and is back when it is well") {
        if (test::no_broker()) return;
        test::OwnBrokerNode node;
        const test::VirtualHost host{node};
        test::ShopOnABroker shop{host.options(), host.options(), [](const Delivery& delivery) -> Result<void> {
                                     if (delivery.message.body == "poison")
                                         return fail(ErrorKind::invalid, "malformed_event", "no");
                                     return {};
                                 }};
        std::vector<Envelope> waiting{shop.message("order 0", "poison")};
        for (int i = 1; i <= 50; ++i) waiting.push_back(shop.message("order " + std::to_string(i), "waiting"));
        REQUIRE(shop.publish(waiting));
        rabbitmq::BrokerProbe probe{host.options()};
        REQUIRE(probe.ask());

        node.ctl("set_vm_memory_high_watermark absolute 1MB");
        const auto start = std::chrono::steady_clock::now();
        CHECK(shop.publisher.publish({shop.message("order 1", "sale")}).error().kind == ErrorKind::unavailable);
        CHECK(shop.publisher.publish({shop.message("order 1", "sale")}).error().kind == ErrorKind::unavailable);
        CHECK(std::chrono::steady_clock::now() - start < 10s);
        for (int i = 0; i < 3; ++i) CHECK(probe.ask().error().code == "broker_blocked");
        CHECK(rabbitmq::BrokerProbe{host.options()}.ask().error().code == "broker_blocked");
        shop.consumer.start();
        CHECK(shop.handler.until_count(51));
        // The poison cannot be buried yet; those that were handled do not wait for it.
        CHECK(until([&] { return host.messages_in("orion.tester") == 1; }));
        node.ctl("set_vm_memory_high_watermark absolute 1GB");
        CHECK(until([&] { return probe.ask().has_value(); }));
        for (int i = 0; i < 3; ++i) CHECK(probe.ask());

        REQUIRE(shop.publish({shop.message("order 1", "after")}));
        CHECK(shop.handles("after"));
        CHECK(until([&] { return host.messages_in("orion.tester") == 0; }));
        rabbitmq::RabbitDeadLetters letters{host.options(), shop.topology};
        REQUIRE(letters.list(0, 10)->size() == 1);
        REQUIRE(letters.drop(letters.list(0, 10)->front().number));
        CHECK(until([&] { return host.messages_in("orion.tester.dead") == 0; }));
    }
}
