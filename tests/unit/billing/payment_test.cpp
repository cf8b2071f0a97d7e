#include "orion/billing/payment.hpp"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

using namespace orion;
using namespace orion::billing;
using enum PaymentStatus;

namespace {

const OrderId order{*Uuid::parse("00000000-0000-7000-8000-000000000001")};
const PaymentId id{*Uuid::parse("00000000-0000-7000-8000-000000000002")};
const Money five_pounds{500, *Currency::parse("GBP")};
const Instant birth{std::chrono::hours{1}};
const Instant later{std::chrono::hours{2}};

constexpr std::array all_statuses{requested, captured,      declined, unavailable,
                                  reversing, nothing_taken, voided,   refunded};

Payment a_payment(PaymentStatus status) {
    return Payment::restore({.id = id,
                             .order = order,
                             .amount = five_pounds,
                             .status = status,
                             .requested_at = birth,
                             .changed_at = birth,
                             .version = 1});
}

using Verb = std::function<Result<void>(Payment&)>;
/// What each verb makes of each status; what is not listed is refused.
using Outcomes = std::map<PaymentStatus, PaymentStatus>;

void check_verb(const Verb& verb, const Outcomes& outcomes) {
    for (const auto status : all_statuses) {
        CAPTURE(static_cast<int>(status));
        auto payment = a_payment(status);
        const auto result = verb(payment);
        const auto expected = outcomes.find(status);
        if (expected == outcomes.end()) {
            REQUIRE_FALSE(result);
            CHECK(result.error().code == "payment_not_changeable");
            CHECK(payment.status() == status);
        } else {
            CHECK(result);
            CHECK(payment.status() == expected->second);
        }
        CHECK(payment.snapshot().changed_at == (payment.status() == status ? birth : later));
    }
}

}  // namespace

TEST_SUITE("billing/payment") {
    TEST_CASE("a payment begins as an intent") {
        const auto payment = Payment::request({.id = id, .order = order, .amount = five_pounds, .at = birth});
        CHECK(payment.awaits_outcome());
        CHECK_FALSE(payment.is_withdrawn());
        CHECK(payment.amount() == five_pounds);
    }

    TEST_CASE("an order reversed before it was paid gets a payment that is never taken") {
        const auto payment = Payment::withdraw({.id = id, .order = order, .at = birth});
        CHECK(payment.is_withdrawn());
        CHECK_FALSE(payment.awaits_outcome());
        CHECK_FALSE(payment.amount());
    }

    TEST_CASE("a payment never gives money out") {
        const Money negative{-1, five_pounds.currency()};
        CHECK_THROWS_AS((void)Payment::request({.id = id, .order = order, .amount = negative, .at = birth}),
                        std::logic_error);
    }

    TEST_CASE("a captured payment was asked for, and stays captured") {
        check_verb([](Payment& payment) { return payment.capture(later); },
                   {{requested, captured}, {unavailable, captured}, {captured, captured}});
    }

    TEST_CASE("a decline is final, and never follows a capture") {
        check_verb([](Payment& payment) { return payment.decline(later); },
                   {{requested, declined}, {unavailable, declined}, {declined, declined}});
    }

    TEST_CASE("giving up never forgets a known answer") {
        check_verb([](Payment& payment) { return payment.give_up(later); },
                   {{requested, unavailable}, {unavailable, unavailable}, {captured, captured}, {declined, declined}});
    }

    TEST_CASE("a payment can be reversed at any time, once") {
        check_verb([](Payment& payment) { return payment.begin_reversal(later); }, {{requested, reversing},
                                                                                    {captured, reversing},
                                                                                    {declined, reversing},
                                                                                    {unavailable, reversing},
                                                                                    {reversing, reversing},
                                                                                    {nothing_taken, nothing_taken},
                                                                                    {voided, voided},
                                                                                    {refunded, refunded}});
    }

    TEST_CASE("a reversal ends as the gateway says") {
        check_verb([](Payment& payment) { return payment.finish_reversal(Reversal::nothing_taken, later); },
                   {{reversing, nothing_taken}, {nothing_taken, nothing_taken}});
        check_verb([](Payment& payment) { return payment.finish_reversal(Reversal::voided, later); },
                   {{reversing, voided}, {voided, voided}});
        check_verb([](Payment& payment) { return payment.finish_reversal(Reversal::refunded, later); },
                   {{reversing, refunded}, {refunded, refunded}});
    }

    TEST_CASE("a reversed payment tells what was given back") {
        CHECK(a_payment(voided).reversal() == Reversal::voided);
        CHECK(a_payment(refunded).reversal() == Reversal::refunded);
        CHECK(a_payment(nothing_taken).reversal() == Reversal::nothing_taken);
        CHECK(a_payment(reversing).reversal() == std::nullopt);
    }
}
