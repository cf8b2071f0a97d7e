#include "orion/ordering/checkout_step.hpp"

#include <utility>
#include <vector>

namespace orion::ordering {
namespace {

void note_payment(const CheckoutReaction& reaction, Reversal reversal, Order& order, Instant now) {
    switch (reaction.event) {
        case CheckoutEvent::payment_captured:
            return order.payment_captured(now);
        case CheckoutEvent::payment_declined:
        case CheckoutEvent::payment_unavailable:
            return order.payment_failed(now);
        case CheckoutEvent::payment_reversed:
            return order.payment_reversed(reversal, now);
        case CheckoutEvent::retries_exhausted:
            if (reaction.ending == CheckoutEnding::payment_unavailable) order.payment_failed(now);
            return;
        case CheckoutEvent::stock_reserved:
        case CheckoutEvent::stock_rejected:
        case CheckoutEvent::stock_consumed:
        case CheckoutEvent::stock_returned:
        case CheckoutEvent::cancelled:
        case CheckoutEvent::step_timed_out:
        case CheckoutEvent::deadline_passed:
            return;
    }
}

std::optional<FailureReason> failure_of(CheckoutEnding ending) {
    switch (ending) {
        case CheckoutEnding::out_of_stock:
            return FailureReason::out_of_stock;
        case CheckoutEnding::payment_declined:
            return FailureReason::payment_declined;
        case CheckoutEnding::payment_unavailable:
            return FailureReason::payment_unavailable;
        case CheckoutEnding::timed_out:
            return FailureReason::timed_out;
        case CheckoutEnding::confirmed:
        case CheckoutEnding::cancelled:
            return std::nullopt;
    }
    return std::nullopt;
}

Result<void> end_checkout(OrderingWork& work, CheckoutEnding ending, std::optional<std::string> detail, Order& order,
                          Instant now) {
    if (ending == CheckoutEnding::confirmed) {
        ORION_CHECK(order.confirm(now));
        work.publish(OrderConfirmed{.order = order.id()});
    } else if (const auto reason = failure_of(ending)) {
        ORION_CHECK(order.fail(*reason, std::move(detail), now));
        work.publish(OrderFailed{.order = order.id(), .reason = std::string{to_text(*reason)}});
    }
    return {};
}

std::vector<RequestedLine> requested_lines(const Order& order) {
    std::vector<RequestedLine> lines;
    lines.reserve(order.snapshot().lines.size());
    for (const auto& line : order.snapshot().lines) lines.push_back({.sku = line.sku, .quantity = line.quantity});
    return lines;
}

}  // namespace

void send_request(OrderingWork& work, CheckoutRequest request, const Order& order, const CheckoutSaga& checkout,
                  Instant now, const CheckoutPolicy& policy) {
    const auto id = order.id();
    switch (request) {
        case CheckoutRequest::stock:
            return work.publish(StockRequested{
                .order = id, .lines = requested_lines(order), .expires_at = policy.reservation_expiry(now)});
        case CheckoutRequest::payment:
            contract(checkout.payment_token().has_value(), "an undecided payment has its token");
            return work.publish(PaymentRequested{
                .order = id, .amount = order.snapshot().totals.total, .payment_token = *checkout.payment_token()});
        case CheckoutRequest::stock_consumption:
            return work.publish(StockConsumptionRequested{.order = id});
        case CheckoutRequest::payment_reversal:
            return work.publish(PaymentReversalRequested{.order = id});
        case CheckoutRequest::stock_return:
            return work.publish(StockReturnRequested{.order = id});
    }
}

Result<void> carry_out(OrderingWork& work, const CheckoutReaction& reaction, const CheckoutCircumstances& circumstances,
                       Order& order, const CheckoutSaga& checkout, Instant now, const CheckoutPolicy& policy) {
    note_payment(reaction, circumstances.reversal, order, now);
    if (reaction.request) {
        send_request(work, *reaction.request, order, checkout, now, policy);
    } else {
        ORION_CHECK(end_checkout(work, reaction.ending, circumstances.detail, order, now));
    }
    ORION_CHECK(work.orders().save(order));
    return work.checkouts().save(checkout, policy);
}

}  // namespace orion::ordering
