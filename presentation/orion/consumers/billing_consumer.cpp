#include "orion/consumers/billing_consumer.hpp"

#include <variant>

namespace orion::consumers {

Result<void> BillingConsumer::handle(const Delivery& delivery) {
    const auto& message = delivery.message;
    ORION_TRY(const auto event, ports_.events.read(message));
    if (const auto* const requested = std::get_if<ordering::PaymentRequested>(&event))
        return ports_.take_payment.execute({.message = message.id,
                                            .order = requested->order,
                                            .amount = requested->amount,
                                            .token = requested->payment_token});
    if (const auto* const reversal = std::get_if<ordering::PaymentReversalRequested>(&event))
        return ports_.reverse_payment.execute({.message = message.id, .order = reversal->order});
    return {};
}

}  // namespace orion::consumers
