#include "orion/billing/reconcile_payments.hpp"

#include "orion/billing/payment_outcome.hpp"

namespace orion::billing {

Result<ReconciledPayments> ReconcilePayments::execute(const ReconcilePaymentsCommand& command) {
    ReconciledPayments result;
    const auto requested_before = ports_.clock.now() - command.older_than;
    ORION_TRY(const auto orders, ports_.queries.awaiting_outcome({requested_before, command.limit}));
    for (const auto order : orders) {
        const auto answer = ports_.gateway.find(gateway_key(order));
        if (!answer) {
            ++result.unanswered;
            continue;
        }
        ORION_CHECK(resolve(order, *answer));
        ++result.resolved;
    }
    return result;
}

Result<void> ReconcilePayments::resolve(OrderId order, std::optional<ChargeAnswer> answer) {
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](BillingWork& work) -> Result<void> {
        auto payment = work.payments().find(order);
        if (!payment || !payment->awaits_outcome()) return {};
        ORION_CHECK(settle(*payment, answer, now));
        ORION_CHECK(work.payments().save(*payment));
        work.publish(*outcome_of(*payment));
        return {};
    });
}

}  // namespace orion::billing
