#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/retention.hpp"
#include "orion/messaging/sql_dead_letters.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/system/system_clock.hpp"

#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <atomic>

using namespace orion;
using namespace orion::messaging;
using namespace std::chrono_literals;
using persistence::Session;

namespace {

/// The queue of `tester`, one step at a time.
struct Queue : test::ShopDatabase {
    Queue() : ShopDatabase{{"messaging"}} {}

    test::FakeIdGenerator ids;
    SqlQueue queue{"tester"};

    template <class F>
    void step(F&& f) {
        REQUIRE(database.write([&](Session& session) -> Result<void> {
            f(session);
            return {};
        }));
    }
    void publish(std::string subject, std::string body) {
        step([&](Session& session) { queue.enqueue(session, test::test_message(ids, subject, body), clock.now()); });
    }
    std::vector<Claim> claim() {
        std::vector<Claim> claims;
        step([&](Session& session) { claims = queue.claim(session, clock.now(), clock.now() + 10s, 100); });
        return claims;
    }
};

}  // namespace

TEST_CASE_TEMPLATE_INVOKE(test::messaging_contract, test::SqlBroker<test::ShopDatabase>);

TEST_CASE("Only the oldest message of a subject can be taken, until it is done") {
    Queue q;
    q.publish("order 1", "a");
    q.publish("order 1", "b");
    q.publish("order 2", "c");
    const auto claims = q.claim();
    REQUIRE(claims.size() == 2);
    CHECK(claims[0].message.body == "a");
    CHECK(claims[1].message.body == "c");
    CHECK(q.claim().empty());
    q.step([&](Session& session) { q.queue.acknowledge(session, claims[0], q.clock.now()); });
    REQUIRE(q.claim().size() == 1);
}

TEST_CASE("Whoever lost a message to somebody else can do nothing to it any more") {
    Queue q;
    q.publish("order 1", "a");
    const auto lost = q.claim().front();
    q.clock.advance(11s);
    const auto taken = q.claim().front();
    CHECK(taken.attempt == 2);
    q.step([&](Session& session) {
        const auto now = q.clock.now();
        q.queue.acknowledge(session, lost, now);
        q.queue.bury(session, lost, "late", now);
        q.queue.retry(session, lost, "late", now, now);
        q.queue.release(session, lost, now);
        CHECK_FALSE(q.queue.renew(session, lost.seq, lost.attempt, now));
        CHECK(q.queue.renew(session, taken.seq, taken.attempt, now + 1s));
    });
    q.clock.advance(2s);
    CHECK(q.claim().front().attempt == 3);
}

TEST_CASE("A clock that was set back does not keep messages in the future") {
    Queue q;
    q.publish("order 1", "a");
    q.clock.advance(-1h);
    CHECK(q.claim().empty());
    q.step([&](Session& session) { q.queue.limit_delays(session, q.clock.now(), q.clock.now() + 1min); });
    CHECK(q.claim().size() == 1);
}

TEST_CASE("What a transaction publishes reaches its consumer through outbox, relay and queue, in order") {
    test::ShopDatabase shop{{"messaging"}};
    test::FakeIdGenerator ids;
    test::FakeLog log;
    SqlEventPublisher publisher{shop.database, {{"tester", {"test.happened"}}}, shop.clock};
    OutboxRelay relay{shop.database, publisher, shop.clock, log, {.batch = 10}};
    OutboxRelay standby{shop.database, publisher, shop.clock, log, {.takeover_poll = 1ms}};
    test::RecordingHandler handler;
    SqlMessageConsumer consumer{shop.database, shop.clock, log, handler, {.name = "tester"}};
    const auto append = [&](int from, int to) {
        for (int i = from; i < to; ++i)
            REQUIRE(shop.database.write([&](Session& session) -> Result<void> {
                persistence::Outbox{}.append(session, test::test_message(ids, "order", std::to_string(i)));
                return {};
            }));
    };
    append(0, 25);
    relay.start();
    standby.start();
    consumer.start();
    append(25, 30);
    REQUIRE(handler.until_count(30));
    relay.stop();
    append(30, 40);
    REQUIRE(handler.until_count(40));
    standby.stop();
    std::vector<std::string> expected;
    for (int i = 0; i < 40; ++i) expected.push_back(std::to_string(i));
    CHECK(test::bodies_of(handler.deliveries(), "order") == expected);
    for (const auto& line : log.lines()) CHECK(line.starts_with("message handled"));

    CHECK(purge_old_messages(shop.database, shop.clock).value() == 0);
    shop.clock.advance(std::chrono::days{8});
    CHECK(purge_old_messages(shop.database, shop.clock).value() == 40);
}

TEST_CASE("The relay survives a publisher that fails, and loses nothing") {
    struct Failing final : EventPublisher {
        EventPublisher& next;
        std::atomic<int> calls = 0;
        explicit Failing(EventPublisher& publisher) : next{publisher} {}
        Result<void> publish(const std::vector<Envelope>& messages) override {
            const int call = ++calls;
            if (call == 1) return fail(ErrorKind::unavailable, "broker_down", "no");
            if (call == 2) throw std::runtime_error{"broker bug"};
            ORION_CHECK(next.publish(messages));
            // Stored, but the answer is lost.
            if (call == 3) return fail(ErrorKind::unavailable, "broker_down", "no");
            return {};
        }
    };
    test::ShopDatabase shop{{"messaging"}};
    test::FakeIdGenerator ids;
    test::FakeLog log;
    SqlEventPublisher sql_publisher{shop.database, {{"tester", {"test.happened"}}}, shop.clock};
    Failing publisher{sql_publisher};
    OutboxRelay relay{shop.database, publisher, shop.clock, log};
    REQUIRE(shop.database.write([&](Session& session) -> Result<void> {
        persistence::Outbox{}.append(session, test::test_message(ids, "order", "message"));
        return {};
    }));
    relay.start();
    test::RecordingHandler handler;
    SqlMessageConsumer consumer{shop.database, shop.clock, log, handler, {.name = "tester"}};
    consumer.start();
    REQUIRE(handler.until_count(1));
    const auto unsent = [&] {
        return shop.database.read([](Session& session) {
            return session.row<std::int64_t>("SELECT seq FROM messaging_outbox WHERE sent_at IS NULL").has_value();
        });
    };
    auto mark = shop.database.changes().mark();
    while (unsent() && shop.database.changes().wait(mark, std::chrono::steady_clock::now() + 10s))
        mark = shop.database.changes().mark();
    CHECK_FALSE(unsent());
    CHECK(publisher.calls == 4);
}

TEST_CASE("the outbox forgets payment tokens and people as soon as they are sent, and nothing else") {
    test::ShopDatabase shop{{"messaging"}};
    test::FakeIdGenerator ids;
    test::FakeLog log;
    SqlEventPublisher publisher{shop.database, {{"billing", {"ordering.payment_requested"}}}, shop.clock};
    OutboxRelay relay{shop.database, publisher, shop.clock, log};
    const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
    const auto append = [&](const auto& event) {
        REQUIRE(shop.database.write([&](Session& session) -> Result<void> {
            const auto message = encode(event, {.id = ids.next<MessageId>(), .time = shop.clock.now()});
            persistence::Outbox{}.append(session, message);
            return {};
        }));
    };
    append(ordering::PaymentRequested{order, Money{500, *Currency::parse("GBP")}, Secret{"tok_approve"}});
    append(ordering::OrderConfirmed{order});
    append(identity::UserErased{ids.next<UserId>(), *Email::parse("zoe@example.com")});

    const auto unsent = [&] {
        return shop.database.read([](Session& session) { return persistence::Outbox{}.has_unsent(session); });
    };
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    auto mark = shop.database.changes().mark();
    relay.start();
    while (unsent() && shop.database.changes().wait(mark, deadline)) mark = shop.database.changes().mark();
    relay.stop();

    shop.database.read([&](Session& session) {
        const auto kept = session.rows<std::string>("SELECT body FROM messaging_outbox ORDER BY seq");
        REQUIRE(kept.size() == 3);
        CHECK(std::get<0>(kept[0]) == "{}");
        CHECK(std::get<0>(kept[1]).contains(order.to_string()));
        CHECK(std::get<0>(kept[2]) == "{}");
        const auto queued = session.row<std::string>("SELECT body FROM messaging_queue");
        REQUIRE(queued);
        CHECK(std::get<0>(*queued).contains("tok_approve"));
    });
}
