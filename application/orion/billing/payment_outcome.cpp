#include "orion/billing/payment_outcome.hpp"

namespace orion::billing {

std::optional<Event> outcome_of(const Payment& payment) {
    if (const auto reversal = payment.reversal()) return PaymentReversed{payment.order(), *reversal};
    switch (payment.status()) {
        case PaymentStatus::captured:
            return PaymentCaptured{payment.order(), payment.id(), *payment.amount()};
        case PaymentStatus::declined:
            return PaymentDeclined{payment.order()};
        case PaymentStatus::unavailable:
            return PaymentUnavailable{payment.order()};
        default:
            return std::nullopt;
    }
}

Result<void> settle(Payment& payment, std::optional<ChargeAnswer> answer, Instant at) {
    if (payment.is_withdrawn()) return {};
    if (!answer) return payment.give_up(at);
    return *answer == ChargeAnswer::captured ? payment.capture(at) : payment.decline(at);
}

}  // namespace orion::billing
