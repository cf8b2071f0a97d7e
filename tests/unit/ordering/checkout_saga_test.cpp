#include "orion/ordering/checkout_saga.hpp"

#include "support/an_order.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::numbered;
using orion::test::opening_time;

namespace {

using std::chrono::seconds;
using State = CheckoutState;
using Event = CheckoutEvent;
using Ending = CheckoutEnding;

constexpr std::array all_states{State::reserving,         State::paying,          State::confirming,
                                State::reversing_payment, State::returning_stock, State::done};
constexpr std::array all_events{Event::stock_reserved,      Event::stock_rejected,    Event::stock_consumed,
                                Event::stock_returned,      Event::payment_captured,  Event::payment_declined,
                                Event::payment_unavailable, Event::payment_reversed,  Event::cancelled,
                                Event::step_timed_out,      Event::retries_exhausted, Event::deadline_passed};

CheckoutSaga begun(CheckoutPolicy policy = {}) {
    return CheckoutSaga::begin(numbered<OrderId>(1), Secret{"tok_approve"}, opening_time, policy);
}

CheckoutSaga in(State state, Ending ending = Ending::confirmed) {
    auto snapshot = begun().snapshot();
    snapshot.state = state;
    snapshot.ending = ending;
    return CheckoutSaga::restore(snapshot);
}

/// Lets the time run until the saga has something to do, and wakes it.
CheckoutReaction next_wake(CheckoutSaga& saga, CheckoutPolicy policy = {}) {
    const auto due = saga.wakes_at();
    REQUIRE(due);
    CHECK(!saga.wake(*due - std::chrono::milliseconds{1}, policy));
    const auto reaction = saga.wake(*due, policy);
    REQUIRE(reaction);
    return *reaction;
}

}  // namespace

TEST_SUITE("ordering/checkout_saga") {
    TEST_CASE("every event in every state is decided") {
        // What is not listed here is late, repeated or out of order, and must change nothing.
        const std::map<std::pair<State, Event>, CheckoutMove> moves{
            {{State::reserving, Event::stock_reserved}, {State::paying}},
            {{State::reserving, Event::stock_rejected}, {State::done, Ending::out_of_stock}},
            {{State::reserving, Event::cancelled}, {State::returning_stock, Ending::cancelled}},
            {{State::reserving, Event::step_timed_out}, {State::reserving}},
            {{State::reserving, Event::retries_exhausted}, {State::returning_stock, Ending::timed_out}},
            {{State::reserving, Event::deadline_passed}, {State::returning_stock, Ending::timed_out}},

            {{State::paying, Event::payment_captured}, {State::confirming}},
            {{State::paying, Event::payment_declined}, {State::returning_stock, Ending::payment_declined}},
            {{State::paying, Event::payment_unavailable}, {State::reversing_payment, Ending::payment_unavailable}},
            {{State::paying, Event::cancelled}, {State::reversing_payment, Ending::cancelled}},
            {{State::paying, Event::step_timed_out}, {State::paying}},
            {{State::paying, Event::retries_exhausted}, {State::reversing_payment, Ending::payment_unavailable}},
            {{State::paying, Event::deadline_passed}, {State::reversing_payment, Ending::timed_out}},

            {{State::confirming, Event::stock_consumed}, {State::done}},
            {{State::confirming, Event::stock_rejected}, {State::reversing_payment, Ending::out_of_stock}},
            {{State::confirming, Event::cancelled}, {State::reversing_payment, Ending::cancelled}},
            {{State::confirming, Event::step_timed_out}, {State::confirming}},
            {{State::confirming, Event::retries_exhausted}, {State::reversing_payment, Ending::timed_out}},
            {{State::confirming, Event::deadline_passed}, {State::reversing_payment, Ending::timed_out}},

            {{State::reversing_payment, Event::payment_reversed}, {State::returning_stock}},
            {{State::reversing_payment, Event::cancelled}, {State::reversing_payment, Ending::cancelled}},
            {{State::reversing_payment, Event::step_timed_out}, {State::reversing_payment}},

            {{State::returning_stock, Event::stock_returned}, {State::done}},
            {{State::returning_stock, Event::cancelled}, {State::returning_stock, Ending::cancelled}},
            {{State::returning_stock, Event::step_timed_out}, {State::returning_stock}},

            {{State::done, Event::cancelled}, {State::reversing_payment, Ending::cancelled}},
        };
        const std::map<State, std::optional<CheckoutRequest>> requests{
            {State::reserving, CheckoutRequest::stock},
            {State::paying, CheckoutRequest::payment},
            {State::confirming, CheckoutRequest::stock_consumption},
            {State::reversing_payment, CheckoutRequest::payment_reversal},
            {State::returning_stock, CheckoutRequest::stock_return},
            {State::done, std::nullopt}};
        for (const auto state : all_states) {
            for (const auto event : all_events) {
                CAPTURE(to_text(state));
                CAPTURE(static_cast<int>(event));
                const auto move = moves.find({state, event});
                const auto expected = move == moves.end() ? std::nullopt : std::optional<CheckoutMove>{move->second};
                CHECK(checkout_move(state, event) == expected);

                auto saga = in(state);
                const auto reaction = saga.handle(event, opening_time + seconds{1}, {});
                CHECK(reaction.has_value() == expected.has_value());
                CHECK(saga.state() == (expected ? expected->next : state));
                CHECK(saga.ending() == (expected ? expected->ending.value_or(Ending::confirmed) : Ending::confirmed));
                CHECK(saga.snapshot().version == (expected ? 2 : 1));
                if (reaction) CHECK(reaction->request == requests.at(saga.state()));
            }
        }
    }

    TEST_CASE("stock, then money, then the goods are the customer's") {
        auto saga = begun();

        CHECK(saga.handle(Event::stock_reserved, opening_time, {})->request == CheckoutRequest::payment);
        CHECK(saga.handle(Event::payment_captured, opening_time, {})->request == CheckoutRequest::stock_consumption);
        const auto end = saga.handle(Event::stock_consumed, opening_time, {});

        REQUIRE(end);
        CHECK(!end->request);
        CHECK(end->ending == Ending::confirmed);
        CHECK(saga.is_done());
        CHECK(!saga.wakes_at());
    }

    TEST_CASE("the payment token is forgotten as soon as the payment is decided") {
        for (const auto decision : {Event::payment_captured, Event::payment_declined, Event::payment_unavailable,
                                    Event::retries_exhausted, Event::deadline_passed, Event::cancelled}) {
            auto saga = in(State::paying);
            REQUIRE(saga.payment_token());
            REQUIRE(saga.handle(decision, opening_time, {}));
            CHECK(!saga.payment_token());
        }
        auto never_paid = begun();
        REQUIRE(never_paid.handle(Event::stock_rejected, opening_time, {}));
        CHECK(!never_paid.payment_token());
    }

    TEST_CASE("a step is asked for four times in all, a quarter of a minute apart") {
        auto saga = begun();
        for (int retry = 1; retry <= 3; ++retry) {
            CHECK(saga.wakes_at() == opening_time + seconds{15} * retry);
            CHECK(next_wake(saga).request == CheckoutRequest::stock);
        }
        const auto given_up = next_wake(saga);
        CHECK(given_up.event == Event::retries_exhausted);
        CHECK(given_up.ending == Ending::timed_out);
        CHECK(given_up.request == CheckoutRequest::stock_return);
    }

    TEST_CASE("a payment that outlives its retries is unavailable, and what it may have taken goes back") {
        auto saga = begun();
        REQUIRE(saga.handle(Event::stock_reserved, opening_time, {}));
        for (int retry = 1; retry <= 3; ++retry) CHECK(next_wake(saga).request == CheckoutRequest::payment);
        const auto given_up = next_wake(saga);
        CHECK(given_up.ending == Ending::payment_unavailable);
        CHECK(given_up.request == CheckoutRequest::payment_reversal);
    }

    TEST_CASE("a checkout that drags on is over after two minutes, whatever its step is doing") {
        auto saga = begun();
        REQUIRE(saga.handle(Event::stock_reserved, opening_time + seconds{58}, {}));
        REQUIRE(saga.handle(Event::payment_captured, opening_time + seconds{116}, {}));

        CHECK(saga.wakes_at() == opening_time + seconds{120});
        const auto over = next_wake(saga);

        CHECK(over.event == Event::deadline_passed);
        CHECK(over.ending == Ending::timed_out);
        CHECK(over.request == CheckoutRequest::payment_reversal);
    }

    TEST_CASE("the way back is insisted on without end, ever less often, until an operator is called") {
        const CheckoutPolicy policy;
        auto saga = begun();
        REQUIRE(saga.handle(Event::cancelled, opening_time, policy));
        auto asked_at = opening_time;
        std::set<std::chrono::milliseconds> distances;
        for (int attempt = 2; attempt <= 200; ++attempt) {
            CHECK(saga.is_parked(policy) == (attempt - 1 > policy.parked_after));
            const auto due = *saga.wakes_at();
            const auto distance = due - asked_at;
            CHECK(distance >= policy.step_timeout);
            CHECK(distance <= policy.step_timeout + policy.max_compensation_delay);
            distances.insert(distance);
            asked_at = due;
            CHECK(next_wake(saga).request == CheckoutRequest::stock_return);
        }
        CHECK(distances.size() > 150);
        REQUIRE(saga.handle(Event::stock_returned, asked_at, policy));
        CHECK(!saga.is_parked(policy));
        CHECK(saga.is_done());
    }

    TEST_CASE("orders whose way back is blocked do not all come back at the same moment") {
        std::set<Instant> moments;
        for (std::uint8_t number = 1; number <= 100; ++number) {
            auto saga = CheckoutSaga::begin(numbered<OrderId>(number), Secret{"tok"}, opening_time, {});
            REQUIRE(saga.handle(Event::cancelled, opening_time, {}));
            next_wake(saga);
            moments.insert(*saga.wakes_at());
        }
        CHECK(moments.size() > 90);
    }

    TEST_CASE("cancelling wins over a failure that is still being undone") {
        auto saga = in(State::returning_stock, Ending::payment_declined);
        REQUIRE(saga.handle(Event::cancelled, opening_time, {}));
        const auto end = saga.handle(Event::stock_returned, opening_time, {});
        REQUIRE(end);
        CHECK(end->ending == Ending::cancelled);
    }

    TEST_CASE("stock stays reserved for longer than the checkout can want it") {
        CHECK(CheckoutPolicy{}.reservation_expiry(opening_time) == opening_time + std::chrono::minutes{15});
        const CheckoutPolicy patient{.deadline = std::chrono::hours{1}};
        CHECK(patient.reservation_expiry(opening_time) > opening_time + std::chrono::hours{1});
    }

    TEST_CASE("states and endings keep their names") {
        for (const auto state : all_states) CHECK(parse_checkout_state(to_text(state)) == state);
        CHECK(parse_checkout_ending("payment_unavailable") == Ending::payment_unavailable);
        CHECK(!parse_checkout_state("PAYING"));
    }
}
