#include "orion/billing/reconcile_payments.hpp"
#include "orion/billing/reverse_payment.hpp"
#include "orion/billing/take_payment.hpp"

#include "support/billing_contract.hpp"
#include "support/fake_backoff.hpp"
#include "support/fake_billing.hpp"
#include "support/fake_payment_gateway.hpp"

#include <doctest/doctest.h>
#include <doctest/trompeloeil.hpp>

#include <random>
#include <variant>

using namespace orion;
using namespace orion::billing;
using namespace std::chrono_literals;
using test::FakePaymentGateway;
using Behaviour = FakePaymentGateway::Behaviour;

namespace {

const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
const Money five_pounds{500, *Currency::parse("GBP")};

struct Till {
    Result<void> take(MessageId message, Money amount = five_pounds) {
        TakePayment take{
            {.store = billing, .gateway = gateway, .backoff = backoff, .clock = billing.clock, .ids = billing.ids}, {}};
        return take.execute({.message = message, .order = order, .amount = amount, .token = Secret{"tok_approve"}});
    }
    Result<void> take() { return take(fresh()); }

    Result<void> reverse(MessageId message) {
        ReversePayment reverse{{.store = billing, .gateway = gateway, .clock = billing.clock, .ids = billing.ids}};
        return reverse.execute({.message = message, .order = order});
    }
    Result<void> reverse() { return reverse(fresh()); }

    Result<ReconciledPayments> reconcile() {
        ReconcilePayments reconcile{{.store = billing, .queries = billing, .gateway = gateway, .clock = billing.clock}};
        return reconcile.execute({.older_than = 60s});
    }

    MessageId fresh() { return billing.ids.next<MessageId>(); }
    PaymentStatus status() const { return billing.state().payments.at(order).status; }
    bool holds_money() const { return gateway.holds_money_of(gateway_key(order)); }

    /// The last event, which must be of this type.
    template <class E>
    const E& published() const {
        REQUIRE_FALSE(billing.published().empty());
        return std::get<E>(billing.published().back());
    }

    test::FakeBilling billing;
    FakePaymentGateway gateway;
    test::FakeBackoff backoff;
};

class MockPaymentGateway : public PaymentGateway {
public:
    MAKE_CONST_MOCK1(recognises, bool(const Secret&), override);
    MAKE_MOCK1(charge, Result<ChargeAnswer>(const Charge&), override);
    MAKE_MOCK1(reverse, Result<Reversal>(const std::string&), override);
    MAKE_MOCK1(find, Result<std::optional<ChargeAnswer>>(const std::string&), override);
};

}  // namespace

TEST_SUITE("billing/take_payment") {
    TEST_CASE("an approved payment is captured and announced") {
        Till till;
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::captured);
        CHECK(till.published<PaymentCaptured>().amount == five_pounds);
        CHECK(till.billing.published().size() == 1);
        CHECK(till.holds_money());
    }

    TEST_CASE("a declined payment is announced and nothing is taken") {
        Till till;
        till.gateway.script = {Behaviour::decline};
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::declined);
        CHECK(till.published<PaymentDeclined>().order == order);
        CHECK_FALSE(till.holds_money());
    }

    TEST_CASE("the gateway is asked once for ten copies of one message, and the money is taken once") {
        Till till;
        const auto message = till.fresh();
        for (int copy = 0; copy < 10; ++copy) REQUIRE(till.take(message));

        CHECK(till.gateway.calls == 1);
        CHECK(till.gateway.captures == 1);
        CHECK(till.billing.published().size() == 1);
    }

    TEST_CASE("asking again with a fresh message gets the same answer and takes nothing more") {
        Till till;
        for (int copy = 0; copy < 10; ++copy) REQUIRE(till.take());

        CHECK(till.gateway.captures == 1);
        CHECK(till.billing.published().size() == 10);
        CHECK(till.published<PaymentCaptured>().payment == till.billing.state().payments.at(order).id);
    }

    TEST_CASE("asking again with another amount is refused") {
        Till till;
        REQUIRE(till.take());
        const auto result = till.take(till.fresh(), Money{501, five_pounds.currency()});
        REQUIRE_FALSE(result);
        CHECK(result.error().code == "payment_differs");
    }

    TEST_CASE("a gateway that fails twice is asked again, after pauses that grow") {
        Till till;
        till.gateway.script = {Behaviour::fail, Behaviour::fail};
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::captured);
        CHECK(till.backoff.pauses == std::vector{50ms, 100ms});
    }

    TEST_CASE("an answer that was lost is found by asking again under the same key") {
        Till till;
        till.gateway.script = {Behaviour::take_and_fail};
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::captured);
        CHECK(till.gateway.captures == 1);
    }

    TEST_CASE("a gateway that never answers makes the payment unavailable after three retries") {
        Till till;
        till.gateway.script = {4, Behaviour::fail};
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::unavailable);
        CHECK(till.published<PaymentUnavailable>().order == order);
        CHECK(till.gateway.calls == 4);
    }

    TEST_CASE("a process that stops decides nothing: the message comes again and finds out") {
        Till till;
        till.gateway.script = {Behaviour::take_and_fail};
        till.backoff.stopping = true;
        const auto message = till.fresh();
        const auto result = till.take(message);
        REQUIRE_FALSE(result);
        CHECK(result.error().kind == ErrorKind::unavailable);
        CHECK(till.status() == PaymentStatus::requested);
        CHECK(till.billing.published().empty());

        till.backoff.stopping = false;
        REQUIRE(till.take(message));
        CHECK(till.status() == PaymentStatus::captured);
        CHECK(till.gateway.captures == 1);
    }

    TEST_CASE("a payment asked for after its reversal is never taken") {
        MockPaymentGateway gateway;
        test::FakeBilling billing;
        test::FakeBackoff backoff;
        TakePayment take{
            {.store = billing, .gateway = gateway, .backoff = backoff, .clock = billing.clock, .ids = billing.ids}, {}};
        ReversePayment reverse{{.store = billing, .gateway = gateway, .clock = billing.clock, .ids = billing.ids}};
        REQUIRE_CALL(gateway, reverse(gateway_key(order))).RETURN(Reversal::nothing_taken);
        FORBID_CALL(gateway, charge(trompeloeil::_));

        REQUIRE(reverse.execute({.message = billing.ids.next<MessageId>(), .order = order}));
        const auto late = take.execute({.message = billing.ids.next<MessageId>(),
                                        .order = order,
                                        .amount = five_pounds,
                                        .token = Secret{"tok_approve"}});

        CHECK(late);
        CHECK(billing.state().payments.at(order).status == PaymentStatus::nothing_taken);
    }

    TEST_CASE("the gateway hears one charge for one order, under the order's key and for the order's amount") {
        MockPaymentGateway gateway;
        test::FakeBilling billing;
        test::FakeBackoff backoff;
        TakePayment take{
            {.store = billing, .gateway = gateway, .backoff = backoff, .clock = billing.clock, .ids = billing.ids}, {}};
        REQUIRE_CALL(gateway, charge(trompeloeil::_))
            .WITH(_1.key == gateway_key(order) && _1.amount == five_pounds && _1.token.expose() == "tok_approve")
            .TIMES(1)
            .RETURN(ChargeAnswer::captured);

        const auto message = billing.ids.next<MessageId>();
        for (int copy = 0; copy < 3; ++copy)
            CHECK(take.execute(
                {.message = message, .order = order, .amount = five_pounds, .token = Secret{"tok_approve"}}));
    }
}

TEST_SUITE("billing/reverse_payment") {
    TEST_CASE("a captured payment is refunded once, however often that is asked for") {
        Till till;
        REQUIRE(till.take());
        for (int copy = 0; copy < 3; ++copy) REQUIRE(till.reverse());

        CHECK(till.status() == PaymentStatus::refunded);
        CHECK(till.published<PaymentReversed>().reversal == Reversal::refunded);
        CHECK(till.billing.published().size() == 4);
        CHECK_FALSE(till.holds_money());
    }

    TEST_CASE("a payment whose outcome nobody knows is given back") {
        Till till;
        till.gateway.script = {Behaviour::take_and_fail, Behaviour::fail, Behaviour::fail, Behaviour::fail};
        REQUIRE(till.take());
        REQUIRE(till.status() == PaymentStatus::unavailable);
        REQUIRE(till.holds_money());

        REQUIRE(till.reverse());
        CHECK_FALSE(till.holds_money());
    }

    TEST_CASE("a declined payment has nothing to give back") {
        Till till;
        till.gateway.script = {Behaviour::decline};
        REQUIRE(till.take());
        REQUIRE(till.reverse());

        CHECK(till.published<PaymentReversed>().reversal == Reversal::nothing_taken);
    }

    TEST_CASE("a gateway that is down delays the reversal and forgets nothing") {
        Till till;
        REQUIRE(till.take());
        till.gateway.is_down = true;
        const auto message = till.fresh();
        const auto result = till.reverse(message);
        REQUIRE_FALSE(result);
        CHECK(result.error().kind == ErrorKind::unavailable);
        CHECK(till.status() == PaymentStatus::reversing);

        till.gateway.is_down = false;
        REQUIRE(till.reverse(message));
        CHECK(till.status() == PaymentStatus::refunded);
    }

    TEST_CASE("a reversal that overtakes the charge under way wins: its answer comes late and changes nothing") {
        Till till;
        till.gateway.during_charge = [&till] {
            till.gateway.during_charge = nullptr;
            REQUIRE(till.reverse());
        };
        REQUIRE(till.take());

        CHECK(till.status() == PaymentStatus::nothing_taken);
        CHECK(till.billing.published().size() == 2);
        CHECK(till.published<PaymentReversed>().reversal == Reversal::nothing_taken);
        CHECK_FALSE(till.holds_money());
    }
}

TEST_SUITE("billing/reconcile_payments") {
    TEST_CASE("a payment left without an outcome by a crash is looked up and announced") {
        Till till;
        till.gateway.script = {Behaviour::take_and_fail};
        till.backoff.stopping = true;
        REQUIRE_FALSE(till.take());

        CHECK(till.reconcile()->resolved == 0);
        till.billing.clock.advance(61s);
        CHECK(till.reconcile()->resolved == 1);
        CHECK(till.status() == PaymentStatus::captured);
        CHECK(till.published<PaymentCaptured>().order == order);
    }

    TEST_CASE("what the gateway never heard of becomes unavailable, so that the checkout takes it back") {
        Till till;
        till.gateway.script = {Behaviour::fail};
        till.backoff.stopping = true;
        REQUIRE_FALSE(till.take());
        till.billing.clock.advance(61s);
        REQUIRE(till.reconcile());

        CHECK(till.published<PaymentUnavailable>().order == order);
    }

    TEST_CASE("a gateway that is down is asked again by the next run") {
        Till till;
        till.gateway.script = {Behaviour::take_and_fail};
        till.backoff.stopping = true;
        REQUIRE_FALSE(till.take());
        till.billing.clock.advance(61s);
        till.gateway.is_down = true;

        CHECK(till.reconcile()->unanswered == 1);
        CHECK(till.status() == PaymentStatus::requested);
    }
}

TEST_SUITE("billing") {
    TEST_CASE("billing in memory keeps the contract of billings") {
        test::FakeBilling billing;
        test::BillingContract{billing}.check();
    }

    TEST_CASE("whatever is repeated, reordered or lost: money is taken at most once, and not kept after a reversal") {
        for (unsigned seed = 0; seed < 3'000; ++seed) {
            CAPTURE(seed);
            std::mt19937 dice{seed};
            const auto roll = [&dice](unsigned sides) { return static_cast<unsigned>(dice() % sides); };
            Till till;
            const std::vector messages{till.fresh(), till.fresh(), till.fresh(), till.fresh()};
            bool was_reversed = false;
            for (int step = 0; step < 12; ++step) {
                till.gateway.script.clear();
                for (int call = 0; call < 5; ++call)
                    till.gateway.script.push_back(roll(3) == 0   ? Behaviour::fail
                                                  : roll(3) == 0 ? Behaviour::take_and_fail
                                                                 : Behaviour::approve);
                till.gateway.is_down = roll(4) == 0;
                till.backoff.stopping = roll(4) == 0;
                till.gateway.during_charge = nullptr;
                if (roll(6) == 0)
                    till.gateway.during_charge = [&till] {
                        till.gateway.during_charge = nullptr;
                        (void)till.reverse();
                    };
                switch (roll(5)) {
                    case 0:
                    case 1:
                        (void)till.take(messages[roll(2)]);
                        break;
                    case 2:
                        (void)till.take();
                        break;
                    case 3:
                        (void)till.reverse(messages[2 + roll(2)]);
                        break;
                    default:
                        till.billing.clock.advance(61s);
                        (void)till.reconcile();
                }
                const auto found = till.billing.find(order);
                was_reversed = (*found && (*found)->reversal()) || was_reversed;
                CHECK_FALSE((was_reversed && till.holds_money()));
            }
            CHECK(till.gateway.captures <= 1);
            till.gateway.is_down = false;
            till.gateway.during_charge = nullptr;
            REQUIRE(till.reverse());
            REQUIRE(till.take());
            CHECK_FALSE(till.holds_money());
        }
    }
}
