#pragma once

#include "orion/billing/reconcile_payments.hpp"
#include "orion/billing/reverse_payment.hpp"
#include "orion/billing/take_payment.hpp"

#include "support/fake_backoff.hpp"
#include "support/fake_billing.hpp"
#include "support/fake_payment_gateway.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every billing must do, whatever it is stored in. `Billing` has `store()`, `queries()`, `clock`, `ids` and
/// `published_types()`. Call it in a test case with a fresh one: it has subcases.
template <class Billing>
class BillingContract {
public:
    explicit BillingContract(Billing& billing) : billing_{billing} {}

    void check() {
        SUBCASE("a payment comes back as it was stored") { round_trip(); }
        SUBCASE("a payment withdrawn before it was asked for has no amount") { withdrawn(); }
        SUBCASE("a payment that changed meanwhile is not overwritten") { changed_meanwhile(); }
        SUBCASE("what fails leaves nothing behind") { rollback(); }
        SUBCASE("a message counts once") { accepted_once(); }
        SUBCASE("payments without an outcome are found, the oldest first") { awaiting(); }
        SUBCASE("all payments can be paged through") { paging(); }
        SUBCASE("the life of a payment is announced as it goes") { life(); }
        SUBCASE("ten copies on four threads take the money once") { race(); }
    }

private:
    using Payment = billing::Payment;
    using Work = billing::BillingWork;

    static OrderId order(unsigned number) {
        Uuid uuid;
        uuid.bytes[14] = static_cast<std::uint8_t>(number >> 8);
        uuid.bytes[15] = static_cast<std::uint8_t>(number);
        return OrderId{uuid};
    }
    static Money price() { return {500, *Currency::parse("GBP")}; }

    Payment a_request(unsigned number) {
        return Payment::request({.id = billing_.ids.template next<PaymentId>(),
                                 .order = order(number),
                                 .amount = price(),
                                 .at = billing_.clock.now()});
    }

    Result<void> save(const Payment& payment) {
        return billing_.store().transact([&](Work& work) { return work.payments().save(payment); });
    }

    Payment stored(unsigned number) {
        const auto found = billing_.queries().find(order(number));
        REQUIRE(found);
        REQUIRE(*found);
        return **found;
    }

    static void check_equal(const Payment& left, const Payment& right) {
        CHECK(left.id() == right.id());
        CHECK(left.order() == right.order());
        CHECK(left.amount() == right.amount());
        CHECK(left.status() == right.status());
        CHECK(left.snapshot().requested_at == right.snapshot().requested_at);
        CHECK(left.snapshot().changed_at == right.snapshot().changed_at);
    }

    void round_trip() {
        using enum billing::PaymentStatus;
        unsigned number = 0;
        for (const auto status :
             {requested, captured, declined, unavailable, reversing, nothing_taken, voided, refunded}) {
            auto snapshot = a_request(++number).snapshot();
            REQUIRE(save(Payment::restore(snapshot)));
            billing_.clock.advance(std::chrono::seconds{1});
            snapshot.status = status;
            snapshot.changed_at = billing_.clock.now();
            snapshot.version = 1;
            REQUIRE(save(Payment::restore(snapshot)));
            check_equal(stored(number), Payment::restore(snapshot));
            CHECK(stored(number).version() == 2);
        }
        CHECK(*billing_.queries().find(order(999)) == std::nullopt);
    }

    void withdrawn() {
        const auto payment = Payment::withdraw(
            {.id = billing_.ids.template next<PaymentId>(), .order = order(1), .at = billing_.clock.now()});
        REQUIRE(save(payment));
        check_equal(stored(1), payment);
    }

    void changed_meanwhile() {
        REQUIRE(save(a_request(1)));
        const auto twin = save(a_request(1));
        REQUIRE_FALSE(twin);
        CHECK(twin.error().code == "payment_changed");

        auto first = stored(1);
        auto second = stored(1);
        REQUIRE(first.capture(billing_.clock.now()));
        REQUIRE(second.decline(billing_.clock.now()));
        REQUIRE(save(first));
        const auto late = save(second);
        REQUIRE_FALSE(late);
        CHECK(late.error().code == "payment_changed");
        CHECK(stored(1).status() == billing::PaymentStatus::captured);
    }

    void rollback() {
        const auto message = billing_.ids.template next<MessageId>();
        const auto failed = billing_.store().transact([&](Work& work) -> Result<void> {
            CHECK(work.accept(message));
            REQUIRE(work.payments().save(a_request(1)));
            work.publish(billing::PaymentDeclined{order(1)});
            return fail(ErrorKind::conflict, "changed_mind", "No.");
        });
        CHECK_FALSE(failed);
        CHECK(*billing_.queries().find(order(1)) == std::nullopt);
        CHECK(billing_.published_types().empty());
        CHECK(accept(message));
    }

    bool accept(MessageId message) {
        return *billing_.store().transact([&](Work& work) -> Result<bool> { return work.accept(message); });
    }

    void accepted_once() {
        const auto message = billing_.ids.template next<MessageId>();
        CHECK(accept(message));
        CHECK_FALSE(accept(message));
        CHECK(accept(billing_.ids.template next<MessageId>()));

        const auto wanted = billing_.ids.template next<MessageId>();
        std::atomic<int> firsts = 0;
        {
            std::vector<std::jthread> consumers;
            for (int i = 0; i < 8; ++i) consumers.emplace_back([&] { firsts += accept(wanted) ? 1 : 0; });
        }
        CHECK(firsts == 1);
    }

    void awaiting() {
        for (const unsigned number : {3U, 1U, 2U, 4U}) {
            REQUIRE(save(a_request(number)));
            billing_.clock.advance(std::chrono::seconds{1});
        }
        auto decided = stored(1);
        REQUIRE(decided.capture(billing_.clock.now()));
        REQUIRE(save(decided));
        const auto newest = stored(4).snapshot().requested_at;
        CHECK(*billing_.queries().awaiting_outcome({newest, 10}) == std::vector{order(3), order(2)});
        CHECK(*billing_.queries().awaiting_outcome({newest, 1}) == std::vector{order(3)});
    }

    void paging() {
        for (const unsigned number : {2U, 3U, 1U}) REQUIRE(save(a_request(number)));
        const auto first = *billing_.queries().list(std::nullopt, 2);
        REQUIRE(first.size() == 2);
        CHECK(first[0].order() == order(1));
        const auto rest = *billing_.queries().list(first[1].order(), 2);
        REQUIRE(rest.size() == 1);
        CHECK(rest[0].order() == order(3));
    }

    Result<void> take(FakePaymentGateway& gateway, MessageId message) {
        FakeBackoff backoff;
        return billing::TakePayment{{.store = billing_.store(),
                                     .gateway = gateway,
                                     .backoff = backoff,
                                     .clock = billing_.clock,
                                     .ids = billing_.ids},
                                    {}}
            .execute({.message = message, .order = order(1), .amount = price(), .token = Secret{"tok_approve"}});
    }

    void life() {
        FakePaymentGateway gateway;
        const auto message = billing_.ids.template next<MessageId>();
        REQUIRE(take(gateway, message));
        REQUIRE(take(gateway, message));
        REQUIRE(take(gateway, billing_.ids.template next<MessageId>()));
        billing::ReversePayment reverse{
            {.store = billing_.store(), .gateway = gateway, .clock = billing_.clock, .ids = billing_.ids}};
        REQUIRE(reverse.execute({.message = billing_.ids.template next<MessageId>(), .order = order(1)}));

        CHECK(billing_.published_types() ==
              std::vector<std::string>{"payment_captured", "payment_captured", "payment_reversed"});
        CHECK(stored(1).status() == billing::PaymentStatus::refunded);
        CHECK(gateway.captures == 1);
    }

    void race() {
        FakePaymentGateway gateway;
        {
            std::vector<std::jthread> consumers;
            for (int i = 0; i < 4; ++i)
                consumers.emplace_back([&] {
                    // Two consumers may both be first; the one who loses hands its message in again.
                    for (int copy = 0; copy < 10; ++copy) {
                        const auto message = billing_.ids.template next<MessageId>();
                        while (!take(gateway, message)) {
                        }
                    }
                });
        }
        CHECK(gateway.captures == 1);
        CHECK(billing_.published_types() == std::vector<std::string>(40, "payment_captured"));
    }

    Billing& billing_;
};

}  // namespace orion::test
