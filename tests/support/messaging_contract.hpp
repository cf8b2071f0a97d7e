#pragma once

#include "orion/ports/dead_letters.hpp"
#include "orion/ports/messages.hpp"

#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace orion::test {

/// A handler that notes what it is handed and answers as it is told to.
class RecordingHandler final : public MessageHandler {
public:
    using Answer = std::function<Result<void>(const Delivery&)>;

    explicit RecordingHandler(Answer answer = [](const Delivery&) -> Result<void> { return {}; })
        : answer_{std::move(answer)} {}

    Result<void> handle(const Delivery& delivery) override {
        {
            const std::lock_guard lock{mutex_};
            overlapped_ |= !in_hand_.insert(delivery.message.subject).second;
            traces_.push_back(current_trace());
        }
        const Leaving leaving{*this, delivery};
        return answer_(delivery);
    }

    /// Whether `done(deliveries)` came true within ten seconds.
    bool until(const std::function<bool(const std::vector<Delivery>&)>& done) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return done(deliveries_); });
    }
    bool until_count(std::size_t count) {
        return until([count](const auto& deliveries) { return deliveries.size() >= count; });
    }
    std::vector<Delivery> deliveries() const {
        const std::lock_guard lock{mutex_};
        return deliveries_;
    }
    std::vector<TraceContext> traces() const {
        const std::lock_guard lock{mutex_};
        return traces_;
    }
    /// Whether two messages of one subject were ever in hand at once.
    bool overlapped() const {
        const std::lock_guard lock{mutex_};
        return overlapped_;
    }

private:
    struct Leaving {
        RecordingHandler& handler;
        const Delivery& delivery;
        ~Leaving() {
            const std::lock_guard lock{handler.mutex_};
            handler.in_hand_.erase(delivery.message.subject);
            handler.deliveries_.push_back(delivery);
            handler.changed_.notify_all();
        }
    };

    const Answer answer_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::string> in_hand_;
    std::vector<Delivery> deliveries_;
    std::vector<TraceContext> traces_;
    bool overlapped_ = false;
};

/// A message of the type that consumer `tester` is sent.
inline Envelope test_message(IdGenerator& ids, std::string subject, std::string body) {
    return {.id = ids.next<MessageId>(),
            .type = "test.happened",
            .version = 1,
            .time = Instant{std::chrono::milliseconds{1'769'851'800'000}},
            .subject = std::move(subject),
            .trace = {.correlation_id = "request-1", .causation_id = "", .traceparent = "00-a-b-01"},
            .body = std::move(body)};
}

inline std::vector<std::string> bodies_of(const std::vector<Delivery>& deliveries, std::string_view subject) {
    std::vector<std::string> bodies;
    for (const auto& delivery : deliveries)
        if (delivery.message.subject == subject) bodies.push_back(delivery.message.body);
    return bodies;
}

/// Every broker holds to this. `Broker` has a topology in which consumer `tester` is sent `test.happened`, at most
/// three attempts, delays and leases of a few milliseconds, and `EventPublisher& publisher()`,
/// `std::unique_ptr<MessageConsumer> consumer(MessageHandler&)`, `DeadLetters& dead_letters()`, `void
/// die_with_a_message()`: a consumer that takes one and is killed, and `bool accept(MessageId)`: the inbox of `tester`.
/// `may_repeat_after_a_stop`: whether what a stopped consumer held counts as attempted, and may come once more.
TEST_CASE_TEMPLATE_DEFINE("A broker", Broker, messaging_contract) {
    Broker broker;
    FakeIdGenerator ids;
    const auto publish = [&](const std::vector<Envelope>& messages) { REQUIRE(broker.publisher().publish(messages)); };

    SUBCASE("hands over what was published before and after the consumer started, unchanged") {
        const auto early = test_message(ids, "order 1", R"({"text":"Zoë"})");
        publish({early});
        RecordingHandler handler;
        const auto consumer = broker.consumer(handler);
        consumer->start();
        publish({test_message(ids, "order 2", "late")});
        REQUIRE(handler.until_count(2));
        const auto deliveries = handler.deliveries();
        const auto found = std::ranges::find(deliveries, early.id, [](const auto& d) { return d.message.id; });
        REQUIRE(found != deliveries.end());
        CHECK(found->attempt == 1);
        CHECK(found->message.type == early.type);
        CHECK(found->message.version == early.version);
        CHECK(found->message.time == early.time);
        CHECK(found->message.subject == early.subject);
        CHECK(found->message.body == early.body);
        const auto traces = handler.traces();
        const auto trace = std::ranges::find(traces, early.id.to_string(), &TraceContext::causation_id);
        REQUIRE(trace != traces.end());
        CHECK(trace->correlation_id == "request-1");
        CHECK(trace->traceparent == "00-a-b-01");
    }

    SUBCASE("does not send what nobody wants") {
        auto unwanted = test_message(ids, "order 1", "unwanted");
        unwanted.type = "test.ignored";
        publish({unwanted, test_message(ids, "order 1", "wanted")});
        RecordingHandler handler;
        const auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(1));
        consumer->stop();
        CHECK(bodies_of(handler.deliveries(), "order 1") == std::vector<std::string>{"wanted"});
    }

    SUBCASE("keeps the order of every subject, and never has two of one in hand") {
        std::map<std::string, std::vector<std::string>> published;
        std::vector<Envelope> messages;
        for (int i = 0; i < 200; ++i) {
            const auto subject = "order " + std::to_string(i % 7);
            published[subject].push_back(std::to_string(i));
            messages.push_back(test_message(ids, subject, std::to_string(i)));
        }
        RecordingHandler handler;
        const auto consumer = broker.consumer(handler);
        consumer->start();
        publish({messages.begin(), messages.begin() + 120});
        publish({messages.begin() + 120, messages.end()});
        REQUIRE(handler.until_count(200));
        CHECK_FALSE(handler.overlapped());
        for (const auto& [subject, bodies] : published) CHECK(bodies_of(handler.deliveries(), subject) == bodies);
    }

    SUBCASE("tries again while the handler asks for it, with the later ones of the subject behind") {
        RecordingHandler handler{[](const Delivery& delivery) -> Result<void> {
            if (delivery.message.body == "first" && delivery.attempt < 3)
                return fail(ErrorKind::unavailable, "gateway_down", "not now");
            return {};
        }};
        publish({test_message(ids, "order 1", "first"), test_message(ids, "order 1", "second")});
        const auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(4));
        CHECK(bodies_of(handler.deliveries(), "order 1") ==
              std::vector<std::string>{"first", "first", "first", "second"});
        CHECK(handler.deliveries()[2].attempt == 3);
        CHECK(broker.dead_letters().list(0, 10)->empty());
    }

    SUBCASE("parks poison and goes on") {
        RecordingHandler handler{[](const Delivery& delivery) -> Result<void> {
            if (delivery.message.body == "wrong") return fail(ErrorKind::invalid, "malformed_event", "no");
            if (delivery.message.body == "failing") throw std::runtime_error{"boom"};
            return {};
        }};
        publish({test_message(ids, "order 1", "wrong"), test_message(ids, "order 1", "failing"),
                 test_message(ids, "order 1", "good")});
        const auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(5));
        consumer->stop();
        CHECK(bodies_of(handler.deliveries(), "order 1") ==
              std::vector<std::string>{"wrong", "failing", "failing", "failing", "good"});
        const auto letters = broker.dead_letters().list(0, 10).value();
        REQUIRE(letters.size() == 2);
        CHECK(letters[0].consumer == "tester");
        CHECK(letters[0].message.body == "wrong");
        CHECK(letters[0].attempts == 1);
        CHECK(letters[0].reason.find("malformed_event") != std::string::npos);
        CHECK(letters[1].attempts == 3);
        CHECK(letters[1].history.size() == 3);
        CHECK(letters[1].reason.find("boom") != std::string::npos);
    }

    SUBCASE("replays a dead letter once, with fresh attempts, or drops it") {
        bool healed = false;
        RecordingHandler handler{[&](const Delivery&) -> Result<void> {
            if (!healed) return fail(ErrorKind::conflict, "wrong", "no");
            return {};
        }};
        publish({test_message(ids, "order 1", "a"), test_message(ids, "order 2", "b")});
        auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(2));
        consumer->stop();
        healed = true;
        auto& letters = broker.dead_letters();
        const auto first = letters.list(0, 1).value().front();
        const auto second = letters.list(first.number, 10).value().front();
        REQUIRE(letters.show(first.number));
        REQUIRE(letters.replay(first.number));
        CHECK(letters.replay(first.number).error().code == "dead_letter_not_found");
        REQUIRE(letters.drop(second.number));
        CHECK(letters.drop(second.number).error().code == "dead_letter_not_found");
        CHECK(letters.show(second.number).error().kind == ErrorKind::not_found);
        consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(3));
        consumer->stop();
        CHECK(handler.deliveries().size() == 3);
        CHECK(handler.deliveries().back().message.id == first.message.id);
        CHECK(handler.deliveries().back().attempt == 1);
        CHECK(letters.list(0, 10)->empty());
    }

    SUBCASE("hands over again what a killed consumer had in hand, before what came later") {
        publish({test_message(ids, "order 1", "first"), test_message(ids, "order 1", "second")});
        broker.die_with_a_message();
        RecordingHandler handler;
        const auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(2));
        CHECK(bodies_of(handler.deliveries(), "order 1") == std::vector<std::string>{"first", "second"});
        CHECK(handler.deliveries().front().attempt == 2);
    }

    SUBCASE("may repeat what is published twice, and the inbox sees that it is the same") {
        int effects = 0;
        RecordingHandler handler{[&](const Delivery& delivery) -> Result<void> {
            if (delivery.message.body == "message" && broker.accept(delivery.message.id)) ++effects;
            return {};
        }};
        const auto message = test_message(ids, "order 1", "message");
        const auto consumer = broker.consumer(handler);
        consumer->start();
        publish({message, message});
        REQUIRE(handler.until_count(1));
        publish({message});
        publish({test_message(ids, "order 1", "last")});
        REQUIRE(handler.until([](const auto& deliveries) {
            return std::ranges::any_of(deliveries, [](const auto& d) { return d.message.body == "last"; });
        }));
        CHECK(effects == 1);
    }

    SUBCASE("finishes what is in hand when it is stopped, and keeps the rest") {
        std::vector<Envelope> messages;
        for (int i = 0; i < 100; ++i) messages.push_back(test_message(ids, std::to_string(i), "message"));
        publish(messages);
        RecordingHandler handler;
        auto consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(1));
        consumer->stop();
        const auto first = handler.deliveries().size();
        consumer = broker.consumer(handler);
        consumer->start();
        REQUIRE(handler.until_count(100));
        consumer->stop();
        const auto deliveries = handler.deliveries();
        std::set<MessageId> different;
        for (const auto& delivery : deliveries) different.insert(delivery.message.id);
        CHECK(different.size() == 100);
        CHECK(first <= 100);
        if constexpr (!Broker::may_repeat_after_a_stop) {
            CHECK(deliveries.size() == 100);
            CHECK(std::ranges::all_of(deliveries, [](const auto& d) { return d.attempt == 1; }));
        }
    }
}

}  // namespace orion::test
