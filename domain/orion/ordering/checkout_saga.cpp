#include "orion/ordering/checkout_saga.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace orion::ordering {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 6> states{"reserving",         "paying",          "confirming",
                                                 "reversing_payment", "returning_stock", "done"};
constexpr std::array<std::string_view, 6> endings{"confirmed",           "out_of_stock", "payment_declined",
                                                  "payment_unavailable", "timed_out",    "cancelled"};

template <class Value, std::size_t N>
Result<Value> parse(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return fail(ErrorKind::invalid, "unknown_state", "There is no such state of a checkout.");
    return static_cast<Value>(found - names.begin());
}

using Cell = std::optional<CheckoutMove>;
constexpr Cell nothing = std::nullopt;

Cell from_reserving(CheckoutEvent event) {
    using enum CheckoutState;
    switch (event) {
        case CheckoutEvent::stock_reserved:
            return CheckoutMove{paying};
        case CheckoutEvent::stock_rejected:
            return CheckoutMove{done, CheckoutEnding::out_of_stock};
        case CheckoutEvent::cancelled:
            return CheckoutMove{returning_stock, CheckoutEnding::cancelled};
        case CheckoutEvent::step_timed_out:
            return CheckoutMove{reserving};
        // The request may still be on its way: the return also forbids to reserve later.
        case CheckoutEvent::retries_exhausted:
        case CheckoutEvent::deadline_passed:
            return CheckoutMove{returning_stock, CheckoutEnding::timed_out};
        case CheckoutEvent::stock_consumed:
        case CheckoutEvent::stock_returned:
        case CheckoutEvent::payment_captured:
        case CheckoutEvent::payment_declined:
        case CheckoutEvent::payment_unavailable:
        case CheckoutEvent::payment_reversed:
            return nothing;
    }
    return nothing;
}

Cell from_paying(CheckoutEvent event) {
    using enum CheckoutState;
    switch (event) {
        case CheckoutEvent::payment_captured:
            return CheckoutMove{confirming};
        case CheckoutEvent::payment_declined:
            return CheckoutMove{returning_stock, CheckoutEnding::payment_declined};
        // Money may have been taken though the answer was lost.
        case CheckoutEvent::payment_unavailable:
        case CheckoutEvent::retries_exhausted:
            return CheckoutMove{reversing_payment, CheckoutEnding::payment_unavailable};
        case CheckoutEvent::deadline_passed:
            return CheckoutMove{reversing_payment, CheckoutEnding::timed_out};
        case CheckoutEvent::cancelled:
            return CheckoutMove{reversing_payment, CheckoutEnding::cancelled};
        case CheckoutEvent::step_timed_out:
            return CheckoutMove{paying};
        // A reservation that is gone shows when it is consumed.
        case CheckoutEvent::stock_rejected:
        case CheckoutEvent::stock_reserved:
        case CheckoutEvent::stock_consumed:
        case CheckoutEvent::stock_returned:
        case CheckoutEvent::payment_reversed:
            return nothing;
    }
    return nothing;
}

Cell from_confirming(CheckoutEvent event) {
    using enum CheckoutState;
    switch (event) {
        case CheckoutEvent::stock_consumed:
            return CheckoutMove{done};
        case CheckoutEvent::stock_rejected:
            return CheckoutMove{reversing_payment, CheckoutEnding::out_of_stock};
        case CheckoutEvent::retries_exhausted:
        case CheckoutEvent::deadline_passed:
            return CheckoutMove{reversing_payment, CheckoutEnding::timed_out};
        case CheckoutEvent::cancelled:
            return CheckoutMove{reversing_payment, CheckoutEnding::cancelled};
        case CheckoutEvent::step_timed_out:
            return CheckoutMove{confirming};
        // An older request that came to another end than the one that was captured.
        case CheckoutEvent::payment_declined:
        case CheckoutEvent::payment_unavailable:
        case CheckoutEvent::stock_reserved:
        case CheckoutEvent::stock_returned:
        case CheckoutEvent::payment_captured:
        case CheckoutEvent::payment_reversed:
            return nothing;
    }
    return nothing;
}

Cell from_reversing_payment(CheckoutEvent event) {
    using enum CheckoutState;
    switch (event) {
        // Also where stock was refused: a return of nothing is harmless, and a late consumption finds it forbidden.
        case CheckoutEvent::payment_reversed:
            return CheckoutMove{returning_stock};
        case CheckoutEvent::cancelled:
            return CheckoutMove{reversing_payment, CheckoutEnding::cancelled};
        case CheckoutEvent::step_timed_out:
            return CheckoutMove{reversing_payment};
        // A late capture is covered by the reversal, which also forbids to take money later.
        case CheckoutEvent::payment_captured:
        case CheckoutEvent::payment_declined:
        case CheckoutEvent::payment_unavailable:
        case CheckoutEvent::stock_reserved:
        case CheckoutEvent::stock_rejected:
        case CheckoutEvent::stock_consumed:
        case CheckoutEvent::stock_returned:
        case CheckoutEvent::retries_exhausted:
        case CheckoutEvent::deadline_passed:
            return nothing;
    }
    return nothing;
}

Cell from_returning_stock(CheckoutEvent event) {
    using enum CheckoutState;
    switch (event) {
        case CheckoutEvent::stock_returned:
            return CheckoutMove{done};
        case CheckoutEvent::cancelled:
            return CheckoutMove{returning_stock, CheckoutEnding::cancelled};
        case CheckoutEvent::step_timed_out:
            return CheckoutMove{returning_stock};
        case CheckoutEvent::stock_reserved:
        case CheckoutEvent::stock_rejected:
        case CheckoutEvent::stock_consumed:
        case CheckoutEvent::payment_captured:
        case CheckoutEvent::payment_declined:
        case CheckoutEvent::payment_unavailable:
        case CheckoutEvent::payment_reversed:
        case CheckoutEvent::retries_exhausted:
        case CheckoutEvent::deadline_passed:
            return nothing;
    }
    return nothing;
}

Cell from_done(CheckoutEvent event) {
    // The order itself refuses to be cancelled unless it was confirmed.
    if (event == CheckoutEvent::cancelled) {
        return CheckoutMove{CheckoutState::reversing_payment, CheckoutEnding::cancelled};
    }
    return nothing;
}

std::optional<CheckoutRequest> request_of(CheckoutState state) {
    switch (state) {
        case CheckoutState::reserving:
            return CheckoutRequest::stock;
        case CheckoutState::paying:
            return CheckoutRequest::payment;
        case CheckoutState::confirming:
            return CheckoutRequest::stock_consumption;
        case CheckoutState::reversing_payment:
            return CheckoutRequest::payment_reversal;
        case CheckoutState::returning_stock:
            return CheckoutRequest::stock_return;
        case CheckoutState::done:
            return std::nullopt;
    }
    return std::nullopt;
}

bool is_forward(CheckoutState state) {
    return state == CheckoutState::reserving || state == CheckoutState::paying || state == CheckoutState::confirming;
}

bool needs_payment_token(CheckoutState state) {
    return state == CheckoutState::reserving || state == CheckoutState::paying;
}

/// An even spread over orders and attempts without a source of randomness: ids carry one (SplitMix64 finaliser).
std::uint64_t scatter(const OrderId& order, int attempt) {
    auto x = std::hash<OrderId>{}(order) + 0x9e3779b97f4a7c15U * static_cast<std::uint64_t>(attempt);
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

}  // namespace

std::string_view to_text(CheckoutState state) { return states.at(static_cast<std::size_t>(state)); }
std::string_view to_text(CheckoutEnding ending) { return endings.at(static_cast<std::size_t>(ending)); }
Result<CheckoutState> parse_checkout_state(std::string_view text) { return parse<CheckoutState>(states, text); }
Result<CheckoutEnding> parse_checkout_ending(std::string_view text) { return parse<CheckoutEnding>(endings, text); }

std::optional<CheckoutMove> checkout_move(CheckoutState state, CheckoutEvent event) {
    switch (state) {
        case CheckoutState::reserving:
            return from_reserving(event);
        case CheckoutState::paying:
            return from_paying(event);
        case CheckoutState::confirming:
            return from_confirming(event);
        case CheckoutState::reversing_payment:
            return from_reversing_payment(event);
        case CheckoutState::returning_stock:
            return from_returning_stock(event);
        case CheckoutState::done:
            return from_done(event);
    }
    return nothing;
}

Instant CheckoutPolicy::reservation_expiry(Instant now) const {
    return now + std::max(reservation_time, deadline + step_timeout);
}

CheckoutSaga CheckoutSaga::begin(OrderId order, Secret payment_token, Instant now, const CheckoutPolicy& policy) {
    return CheckoutSaga{{.order = order,
                         .step_deadline = now + policy.step_timeout,
                         .deadline = now + policy.deadline,
                         .payment_token = std::move(payment_token)}};
}

bool CheckoutSaga::is_parked(const CheckoutPolicy& policy) const {
    return !is_done() && !is_forward(state_.state) && state_.attempt > policy.parked_after;
}

std::optional<Instant> CheckoutSaga::wakes_at() const {
    if (!state_.step_deadline || !is_forward(state_.state)) return state_.step_deadline;
    return std::min(*state_.step_deadline, state_.deadline);
}

std::optional<CheckoutReaction> CheckoutSaga::handle(CheckoutEvent event, Instant now, const CheckoutPolicy& policy) {
    const auto move = checkout_move(state_.state, event);
    if (!move) return std::nullopt;

    state_.attempt = event == CheckoutEvent::step_timed_out ? state_.attempt + 1 : 1;
    state_.state = move->next;
    state_.ending = move->ending.value_or(state_.ending);
    ++state_.version;
    if (!needs_payment_token(state_.state)) state_.payment_token.reset();

    const auto request = request_of(state_.state);
    state_.step_deadline.reset();
    if (request) state_.step_deadline = now + patience(policy);
    return CheckoutReaction{.event = event, .ending = state_.ending, .request = request};
}

std::optional<CheckoutReaction> CheckoutSaga::wake(Instant now, const CheckoutPolicy& policy) {
    const auto due = wakes_at();
    if (!due || now < *due) return std::nullopt;
    if (!is_forward(state_.state)) return handle(CheckoutEvent::step_timed_out, now, policy);
    if (now >= state_.deadline) return handle(CheckoutEvent::deadline_passed, now, policy);
    if (state_.attempt > policy.step_retries) return handle(CheckoutEvent::retries_exhausted, now, policy);
    return handle(CheckoutEvent::step_timed_out, now, policy);
}

std::chrono::milliseconds CheckoutSaga::patience(const CheckoutPolicy& policy) const {
    if (is_forward(state_.state) || state_.attempt == 1) return policy.step_timeout;
    auto longest = policy.step_timeout;
    for (int attempt = 1; attempt < state_.attempt && longest < policy.max_compensation_delay; ++attempt) longest *= 2;
    longest = std::min(longest, policy.max_compensation_delay);
    const auto spread = static_cast<std::uint64_t>(longest.count()) + 1;
    const auto extra = static_cast<std::int64_t>(scatter(state_.order, state_.attempt) % spread);
    return policy.step_timeout + std::chrono::milliseconds{extra};
}

}  // namespace orion::ordering
