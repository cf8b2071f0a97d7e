#include "engines/rabbitmq/shop_on_a_broker.hpp"
#include "support/tcp_forwarder.hpp"

#include <future>

using namespace orion;
using namespace std::chrono_literals;
using Flow = test::TcpForwarder::Flow;

namespace {

/// The broker of all tests, and a network that may be between it and the publisher, the consumer or both.
struct Scene {
    test::BrokerNode node{test::engines_folder().value()};
    test::VirtualHost host{node};
    test::TcpForwarder network{node.port()};
    rabbitmq::RabbitOptions through_the_network = host.options(network.port());
    rabbitmq::RabbitOptions directly = host.options();
};

Result<void> succeed(const Delivery& /*delivery*/) { return {}; }

std::chrono::milliseconds time_of(const std::function<void()>& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

}  // namespace

TEST_SUITE("rabbitmq/network_faults") {
    TEST_CASE("a lost confirm makes a repeat, which the inbox recognises by its id") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.through_the_network, scene.directly, succeed};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "before")}));

        const auto sale = shop.message("order 1", "sale");
        scene.network.let_pass(Flow::to_server_only);
        CHECK(shop.publisher.publish({sale}).error().kind == ErrorKind::unavailable);
        scene.network.cut();
        scene.network.let_pass(Flow::both);
        REQUIRE(shop.publish({sale}));

        REQUIRE(shop.handler.until_count(3));
        const auto deliveries = shop.handler.deliveries();
        CHECK(test::bodies_of(deliveries, "order 1") == std::vector<std::string>{"before", "sale", "sale"});
        CHECK(deliveries[1].message.id == deliveries[2].message.id);
    }

    TEST_CASE("a lost acknowledgement brings the message again, as a second attempt") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.directly, scene.through_the_network, succeed};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "before")}));
        REQUIRE(shop.handles("before"));

        scene.network.let_pass(Flow::to_client_only);
        REQUIRE(shop.publish({shop.message("order 1", "sale")}));
        REQUIRE(shop.handles("sale"));
        scene.network.cut();
        scene.network.let_pass(Flow::both);

        REQUIRE(shop.handler.until([](const auto& deliveries) {
            return std::ranges::any_of(
                deliveries, [](const auto& each) { return each.message.body == "sale" && each.attempt == 2; });
        }));
    }

    TEST_CASE("a connection that breaks under a handler's hands does not put the message into a second pair") {
        if (test::no_broker()) return;
        Scene scene;
        std::promise<void> begun;
        std::promise<void> let_go;
        std::once_flag first;
        auto may_go = let_go.get_future().share();
        test::ShopOnABroker shop{scene.directly, scene.through_the_network,
                                 [&](const Delivery& delivery) -> Result<void> {
                                     if (delivery.message.subject != "order 1") return {};
                                     std::call_once(first, [&] { begun.set_value(); });
                                     may_go.wait();
                                     return {};
                                 }};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "slow"), shop.message("order 1", "next")}));
        REQUIRE(begun.get_future().wait_for(10s) == std::future_status::ready);

        scene.network.cut();
        REQUIRE(shop.publish({shop.message("order 2", "other")}));
        CHECK(shop.handles("other"));  // through the next connection, with "slow" again before it
        let_go.set_value();

        CHECK(shop.handles("next"));
        CHECK_FALSE(shop.handler.overlapped());
    }

    TEST_CASE("a network that swallows everything is noticed: the publisher gives up in time, the consumer moves on") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.through_the_network};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "before")}));
        REQUIRE(shop.handles("before"));
        const auto connections = scene.network.connections();

        scene.network.let_pass(Flow::none);
        const auto waited = time_of([&] {
            CHECK(shop.publisher.publish({shop.message("order 1", "sale")}).error().kind == ErrorKind::unavailable);
        });
        CHECK(waited < 10s);
        CHECK(
            scene.network.await_connections(connections + 1));  // the silence of the old one is broken by its heartbeat

        scene.network.cut();
        scene.network.let_pass(Flow::both);
        REQUIRE(shop.publish({shop.message("order 1", "after")}));
        CHECK(shop.handles("after"));
    }

    // Once a socket's buffers are full, the client library waits for room without any limit of its own.
    TEST_CASE("a network that swallows everything does not hold a publisher that has much to say") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.through_the_network};
        REQUIRE(shop.publish({shop.message("order 1", "before")}));
        std::vector<Envelope> catalogue;
        for (int i = 0; i < 40; ++i) catalogue.push_back(shop.message("order 1", std::string(1 << 20, 'x')));

        scene.network.let_pass(Flow::none);
        auto published = std::async(std::launch::async, [&] { return shop.publisher.publish(catalogue).error().kind; });
        const bool in_time = published.wait_for(15s) == std::future_status::ready;
        scene.network.cut();

        CHECK(in_time);
        CHECK(published.get() == ErrorKind::unavailable);
    }

    TEST_CASE("a broker that lets nobody in is waited for") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.through_the_network};
        shop.consumer.start();
        REQUIRE(shop.publish({shop.message("order 1", "before")}));
        REQUIRE(shop.handles("before"));

        scene.network.set_down(true);
        scene.network.cut();
        CHECK(shop.publisher.publish({shop.message("order 1", "sale")}).error().kind == ErrorKind::unavailable);
        CHECK(shop.publisher.publish({shop.message("order 1", "sale")}).error().kind == ErrorKind::unavailable);
        scene.network.set_down(false);

        REQUIRE(shop.publish({shop.message("order 1", "after")}));
        CHECK(shop.handles("after"));
    }

    TEST_CASE("a consumer is stopped soon while the broker is away") {
        if (test::no_broker()) return;
        Scene scene;
        test::ShopOnABroker shop{scene.through_the_network};
        shop.consumer.start();
        REQUIRE(scene.network.await_connections(1));
        scene.network.set_down(true);
        scene.network.cut();

        CHECK(time_of([&] { shop.consumer.stop(); }) < 5s);
    }
}
