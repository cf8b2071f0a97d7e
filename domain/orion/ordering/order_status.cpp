#include "orion/ordering/order_status.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace orion::ordering {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 6> order_statuses{"pending",   "confirmed", "shipped",
                                                         "delivered", "failed",    "cancelled"};
constexpr std::array<std::string_view, 7> payment_statuses{"none",     "authorized", "captured", "partially_refunded",
                                                           "refunded", "voided",     "failed"};
constexpr std::array<std::string_view, 3> fulfilment_statuses{"unfulfilled", "partial", "fulfilled"};
constexpr std::array<std::string_view, 4> failure_reasons{"out_of_stock", "payment_declined", "payment_unavailable",
                                                          "timed_out"};

template <class Status, std::size_t N>
Result<Status> parse(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return fail(ErrorKind::invalid, "unknown_status", "There is no such status.");
    return static_cast<Status>(found - names.begin());
}

}  // namespace

std::string_view to_text(OrderStatus status) { return order_statuses.at(static_cast<std::size_t>(status)); }
std::string_view to_text(PaymentStatus status) { return payment_statuses.at(static_cast<std::size_t>(status)); }
std::string_view to_text(FulfilmentStatus status) { return fulfilment_statuses.at(static_cast<std::size_t>(status)); }
std::string_view to_text(FailureReason reason) { return failure_reasons.at(static_cast<std::size_t>(reason)); }

Result<OrderStatus> parse_order_status(std::string_view text) { return parse<OrderStatus>(order_statuses, text); }
Result<PaymentStatus> parse_payment_status(std::string_view text) {
    return parse<PaymentStatus>(payment_statuses, text);
}
Result<FulfilmentStatus> parse_fulfilment_status(std::string_view text) {
    return parse<FulfilmentStatus>(fulfilment_statuses, text);
}
Result<FailureReason> parse_failure_reason(std::string_view text) {
    return parse<FailureReason>(failure_reasons, text);
}

}  // namespace orion::ordering
