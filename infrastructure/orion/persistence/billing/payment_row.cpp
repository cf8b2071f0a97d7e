#include "orion/persistence/billing/payment_row.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <tuple>

namespace orion::persistence {
namespace {

using billing::Payment;
using billing::PaymentStatus;

struct StatusText {
    PaymentStatus status;
    std::string_view text;
};

constexpr auto status_texts = std::to_array<StatusText>({
    {PaymentStatus::requested, "requested"},
    {PaymentStatus::captured, "captured"},
    {PaymentStatus::declined, "declined"},
    {PaymentStatus::unavailable, "unavailable"},
    {PaymentStatus::reversing, "reversing"},
    {PaymentStatus::nothing_taken, "nothing_taken"},
    {PaymentStatus::voided, "voided"},
    {PaymentStatus::refunded, "refunded"},
});

PaymentStatus status_of(std::string_view text) {
    const auto* const found = std::ranges::find(status_texts, text, &StatusText::text);
    contract(found != status_texts.end(), "the status of a stored payment");
    return found->status;
}

Instant instant_of(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

using PaymentRow = std::tuple<std::string, std::string, std::optional<std::int64_t>, std::optional<std::string>,
                              std::string, std::int64_t, std::int64_t, std::int64_t>;

Payment payment_of(const PaymentRow& row) {
    const auto& [order, payment, amount, currency, status, requested_at, changed_at, version] = row;
    std::optional<Money> money;
    if (amount) money.emplace(*amount, Currency::parse(currency.value()).value());
    return Payment::restore({.id = PaymentId::parse(payment).value(),
                             .order = OrderId::parse(order).value(),
                             .amount = money,
                             .status = status_of(status),
                             .requested_at = instant_of(requested_at),
                             .changed_at = instant_of(changed_at),
                             .version = version});
}

}  // namespace

std::string_view status_text(PaymentStatus status) {
    return std::ranges::find(status_texts, status, &StatusText::status)->text;
}

std::optional<Payment> find_payment(Session& session, OrderId order) {
    const auto row = session.row<std::string, std::string, std::optional<std::int64_t>, std::optional<std::string>,
                                 std::string, std::int64_t, std::int64_t, std::int64_t>(
        "SELECT order_id, payment_id, amount, currency, status, requested_at, changed_at, version"
        " FROM billing_payments WHERE order_id = :1",
        order);
    if (!row) return std::nullopt;
    return payment_of(*row);
}

std::vector<Payment> list_payments(Session& session, const std::optional<OrderId>& after, std::size_t limit) {
    const auto rows = session.rows<std::string, std::string, std::optional<std::int64_t>, std::optional<std::string>,
                                   std::string, std::int64_t, std::int64_t, std::int64_t>(
        "SELECT order_id, payment_id, amount, currency, status, requested_at, changed_at, version"
        " FROM billing_payments WHERE order_id > :1 ORDER BY order_id LIMIT :2",
        after ? after->to_string() : std::string{}, static_cast<std::int64_t>(limit));
    std::vector<Payment> payments;
    for (const auto& row : rows) payments.push_back(payment_of(row));
    return payments;
}

}  // namespace orion::persistence
