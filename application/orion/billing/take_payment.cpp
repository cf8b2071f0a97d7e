#include "orion/billing/take_payment.hpp"

#include "orion/billing/payment_outcome.hpp"

#include <algorithm>

namespace orion::billing {

Result<void> TakePayment::execute(const TakePaymentCommand& command) {
    ORION_TRY(const auto next, record_intent(command));
    if (next == Next::nothing) return {};
    ORION_TRY(const auto answer, ask_gateway(command));
    return record_outcome(command, answer);
}

// The message counts as handled only with the outcome: after a crash it must come again.
Result<TakePayment::Next> TakePayment::record_intent(const TakePaymentCommand& command) {
    const auto fresh = ports_.ids.next<PaymentId>();
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](BillingWork& work) -> Result<Next> {
        auto payment = work.payments().find(command.order);
        if (!payment) {
            ORION_CHECK(work.payments().save(
                Payment::request({.id = fresh, .order = command.order, .amount = command.amount, .at = now})));
            return Next::ask_gateway;
        }
        if (payment->amount() && *payment->amount() != command.amount)
            return fail(ErrorKind::conflict, "payment_differs", "Another amount was asked for this order before.");
        if (payment->awaits_outcome()) return Next::ask_gateway;
        const auto outcome = outcome_of(*payment);
        if (work.accept(command.message) && outcome) work.publish(*outcome);
        return Next::nothing;
    });
}

Result<std::optional<ChargeAnswer>> TakePayment::ask_gateway(const TakePaymentCommand& command) {
    const Charge charge{.key = gateway_key(command.order), .amount = command.amount, .token = command.token};
    auto longest = retries_.base;
    for (int tries_left = retries_.count;; --tries_left) {
        const auto answer = ports_.gateway.charge(charge);
        if (answer) return *answer;
        const bool is_last = tries_left == 0;
        if (!ports_.backoff.pause(is_last ? std::chrono::milliseconds{0} : longest))
            return fail(ErrorKind::unavailable, "stopping", "The process is stopping.");
        if (is_last) return std::nullopt;
        longest = std::min(longest * 2, retries_.cap);
    }
}

Result<void> TakePayment::record_outcome(const TakePaymentCommand& command, std::optional<ChargeAnswer> answer) {
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](BillingWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto payment = work.payments().find(command.order);
        contract(payment.has_value(), "the intent of a payment is kept");
        ORION_CHECK(settle(*payment, answer, now));
        ORION_CHECK(work.payments().save(*payment));
        if (const auto outcome = outcome_of(*payment)) work.publish(*outcome);
        return {};
    });
}

}  // namespace orion::billing
