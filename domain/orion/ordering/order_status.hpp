#pragma once

#include "orion/kernel/result.hpp"

#include <string_view>

/// The states of an order and their names: the same in the API, in the database and in messages.
namespace orion::ordering {

enum class OrderStatus { pending, confirmed, shipped, delivered, failed, cancelled };
enum class PaymentStatus { none, authorized, captured, partially_refunded, refunded, voided, failed };
enum class FulfilmentStatus { unfulfilled, partial, fulfilled };
enum class FailureReason { out_of_stock, payment_declined, payment_unavailable, timed_out };

/// What came of taking back a payment.
enum class Reversal { nothing_taken, voided, refunded };

std::string_view to_text(OrderStatus status);
std::string_view to_text(PaymentStatus status);
std::string_view to_text(FulfilmentStatus status);
std::string_view to_text(FailureReason reason);

/// `invalid` / `unknown_status` for any other text.
Result<OrderStatus> parse_order_status(std::string_view text);
Result<PaymentStatus> parse_payment_status(std::string_view text);
Result<FulfilmentStatus> parse_fulfilment_status(std::string_view text);
Result<FailureReason> parse_failure_reason(std::string_view text);

}  // namespace orion::ordering
