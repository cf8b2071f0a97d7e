#include "orion/ordering/order.hpp"

#include "orion/pricing/totals.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace orion::ordering {
namespace {

enum class Verb { confirm, fail, cancel };

/// The life of an order: where each verb leads; nothing where it is refused.
std::optional<OrderStatus> next_status(OrderStatus status, Verb verb) {
    switch (status) {
        case OrderStatus::pending:
            switch (verb) {
                case Verb::confirm:
                    return OrderStatus::confirmed;
                case Verb::fail:
                    return OrderStatus::failed;
                case Verb::cancel:
                    return OrderStatus::cancelled;
            }
            break;
        case OrderStatus::confirmed:
            if (verb == Verb::cancel) return OrderStatus::cancelled;
            break;
        case OrderStatus::shipped:
        case OrderStatus::delivered:
        case OrderStatus::failed:
        case OrderStatus::cancelled:
            break;
    }
    return std::nullopt;
}

/// What may happen to the money.
bool can_become(PaymentStatus now, PaymentStatus next) {
    using enum PaymentStatus;
    switch (next) {
        case captured:
        case failed:
            return now == none || now == authorized;
        case voided:
        case refunded:
            return now == none || now == authorized || now == captured || now == failed;
        case none:
        case authorized:
        case partially_refunded:
            return false;
    }
    return false;
}

Result<OrderStatus> pending_to(OrderStatus status, Verb verb) {
    if (const auto next = next_status(status, verb)) return *next;
    return orion::fail(ErrorKind::conflict, "not_pending", "Only a pending order can take this step.");
}

const std::string by_customer = "customer";
const std::string by_shop = "shop";

}  // namespace

struct Order::Change {
    OrderStatus to;
    std::string by;
    std::optional<std::string> reason{};
    std::optional<std::string> detail{};
    Instant now;
};

Result<Order> Order::place(Placement placement) {
    if (placement.lines.empty()) return orion::fail(ErrorKind::invalid, "cart_empty", "There is nothing in this cart.");

    std::vector<pricing::PricedLine> priced;
    priced.reserve(placement.lines.size());
    for (const auto& line : placement.lines)
        priced.push_back({.unit_price = line.unit_price, .quantity = line.quantity});
    const auto totals = pricing::calculate_totals(placement.currency, priced);

    if (placement.expected_total && *placement.expected_total != totals.total) {
        return orion::fail(ErrorKind::conflict, "price_changed", "The total is no longer what it was shown to be.");
    }

    std::vector<OrderLine> lines;
    lines.reserve(placement.lines.size());
    for (std::size_t i = 0; i < placement.lines.size(); ++i) {
        auto& line = placement.lines[i];
        lines.push_back({.sku = std::move(line.sku),
                         .title = std::move(line.title),
                         .quantity = line.quantity,
                         .unit_price = line.unit_price,
                         .line_total = totals.line_totals.at(i)});
    }

    Order order{{.id = placement.id,
                 .number = std::move(placement.number),
                 .cart = placement.cart,
                 .customer = placement.customer,
                 .lines = std::move(lines),
                 .totals = {.subtotal = totals.subtotal,
                            .discount_total = totals.discount_total,
                            .tax_total = totals.tax_total,
                            .shipping_total = totals.shipping_total,
                            .total = totals.total},
                 .email = std::move(placement.email),
                 .shipping_address = std::move(placement.shipping_address),
                 .billing_address = std::move(placement.billing_address),
                 .placed_at = placement.now,
                 .updated_at = placement.now}};
    order.unsaved_.push_back({.version = 1,
                              .at = placement.now,
                              .from = std::nullopt,
                              .to = OrderStatus::pending,
                              .payment = PaymentStatus::none,
                              .by = by_customer});
    return order;
}

Result<void> Order::confirm(Instant now) {
    ORION_TRY(const auto next, pending_to(state_.status, Verb::confirm));
    record({.to = next, .by = by_shop, .now = now});
    return {};
}

Result<void> Order::fail(FailureReason reason, std::optional<std::string> detail, Instant now) {
    ORION_TRY(const auto next, pending_to(state_.status, Verb::fail));
    state_.failure_reason = reason;
    record(
        {.to = next, .by = by_shop, .reason = std::string{to_text(reason)}, .detail = std::move(detail), .now = now});
    return {};
}

Result<void> Order::cancel(std::optional<std::string> reason, Instant now, std::string by) {
    const auto next = next_status(state_.status, Verb::cancel);
    if (!next) return orion::fail(ErrorKind::conflict, "not_cancellable", "This order can no longer be cancelled.");
    record({.to = *next, .by = std::move(by), .reason = std::move(reason), .now = now});
    return {};
}

void Order::payment_captured(Instant now) { change_payment(PaymentStatus::captured, now); }

void Order::payment_failed(Instant now) { change_payment(PaymentStatus::failed, now); }

void Order::payment_reversed(Reversal reversal, Instant now) {
    switch (reversal) {
        case Reversal::nothing_taken:
            return;
        case Reversal::voided:
            return change_payment(PaymentStatus::voided, now);
        case Reversal::refunded:
            return change_payment(PaymentStatus::refunded, now);
    }
}

std::vector<OrderRecord> Order::take_records() { return std::exchange(unsaved_, {}); }

void Order::change_payment(PaymentStatus next, Instant now) {
    if (!can_become(state_.payment_status, next)) return;
    state_.payment_status = next;
    record({.to = state_.status, .by = by_shop, .now = now});
}

void Order::record(Change change) {
    const auto from = std::exchange(state_.status, change.to);
    // A clock that was set back must not reorder the history.
    state_.updated_at = std::max(state_.updated_at, change.now);
    ++state_.version;
    unsaved_.push_back({.version = state_.version,
                        .at = state_.updated_at,
                        .from = from,
                        .to = change.to,
                        .payment = state_.payment_status,
                        .by = std::move(change.by),
                        .reason = std::move(change.reason),
                        .detail = std::move(change.detail)});
}

}  // namespace orion::ordering
