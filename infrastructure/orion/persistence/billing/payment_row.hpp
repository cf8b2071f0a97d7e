#pragma once

#include "orion/billing/payment.hpp"
#include "orion/persistence/session.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace orion::persistence {

std::optional<billing::Payment> find_payment(Session& session, OrderId order);

/// By order id.
std::vector<billing::Payment> list_payments(Session& session, const std::optional<OrderId>& after, std::size_t limit);

std::string_view status_text(billing::PaymentStatus status);

}  // namespace orion::persistence
