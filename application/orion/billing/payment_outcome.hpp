#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/billing/payment.hpp"
#include "orion/billing/payment_gateway.hpp"

#include <optional>

namespace orion::billing {

/// What the rest of the shop is told of a payment, again whenever it asks again; nothing while it is undecided.
std::optional<Event> outcome_of(const Payment& payment);

/// Notes the gateway's answer, or that there was none. A withdrawn payment stays as it is: its reversal answers.
Result<void> settle(Payment& payment, std::optional<ChargeAnswer> answer, Instant at);

}  // namespace orion::billing
