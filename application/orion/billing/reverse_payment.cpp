#include "orion/billing/reverse_payment.hpp"

#include "orion/billing/payment_outcome.hpp"

namespace orion::billing {

Result<void> ReversePayment::execute(const ReversePaymentCommand& command) {
    ORION_TRY(const auto next, record_intent(command));
    if (next == Next::nothing) return {};
    ORION_TRY(const auto reversal, ports_.gateway.reverse(gateway_key(command.order)));
    return record_outcome(command, reversal);
}

// From here on no TakePayment begins to ask the gateway; one that is asking already loses to the gateway's own record.
Result<ReversePayment::Next> ReversePayment::record_intent(const ReversePaymentCommand& command) {
    const auto fresh = ports_.ids.next<PaymentId>();
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](BillingWork& work) -> Result<Next> {
        auto payment = work.payments().find(command.order);
        if (!payment) payment = Payment::withdraw({.id = fresh, .order = command.order, .at = now});
        if (payment->reversal()) {
            if (work.accept(command.message)) work.publish(*outcome_of(*payment));
            return Next::nothing;
        }
        ORION_CHECK(payment->begin_reversal(now));
        ORION_CHECK(work.payments().save(*payment));
        return Next::ask_gateway;
    });
}

Result<void> ReversePayment::record_outcome(const ReversePaymentCommand& command, Reversal reversal) {
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](BillingWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto payment = work.payments().find(command.order);
        contract(payment.has_value(), "the intent of a reversal is kept");
        ORION_CHECK(payment->finish_reversal(reversal, now));
        ORION_CHECK(work.payments().save(*payment));
        work.publish(*outcome_of(*payment));
        return {};
    });
}

}  // namespace orion::billing
