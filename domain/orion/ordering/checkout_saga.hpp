#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace orion::ordering {

enum class CheckoutState { reserving, paying, confirming, reversing_payment, returning_stock, done };

enum class CheckoutEvent {
    stock_reserved,
    stock_rejected,
    stock_consumed,
    stock_returned,
    payment_captured,
    payment_declined,
    payment_unavailable,
    payment_reversed,
    cancelled,
    step_timed_out,     ///< no answer in time, to be asked again
    retries_exhausted,  ///< no answer to the last of the retries
    deadline_passed,    ///< the whole checkout has taken too long
};

/// What becomes of the order at the end of its checkout.
enum class CheckoutEnding { confirmed, out_of_stock, payment_declined, payment_unavailable, timed_out, cancelled };

/// What the checkout asks of inventory and billing. Asking again is harmless.
enum class CheckoutRequest { stock, payment, stock_consumption, payment_reversal, stock_return };

std::string_view to_text(CheckoutState state);
std::string_view to_text(CheckoutEnding ending);
/// `invalid` / `unknown_state`
Result<CheckoutState> parse_checkout_state(std::string_view text);
Result<CheckoutEnding> parse_checkout_ending(std::string_view text);

/// Enters `next` (perhaps again) and asks for what that state waits for.
struct CheckoutMove {
    CheckoutState next;
    std::optional<CheckoutEnding> ending{};  ///< nothing: as it was

    friend bool operator==(const CheckoutMove&, const CheckoutMove&) = default;
};

/// The transition table of the checkout; nothing where an event (late, repeated, out of order) changes nothing.
std::optional<CheckoutMove> checkout_move(CheckoutState state, CheckoutEvent event);

struct CheckoutPolicy {
    std::chrono::milliseconds step_timeout = std::chrono::seconds{15};
    int step_retries = 3;
    std::chrono::milliseconds deadline = std::chrono::minutes{2};
    /// Compensation is asked for again and again, at growing random distances up to this one.
    std::chrono::milliseconds max_compensation_delay = std::chrono::minutes{5};
    int parked_after = 10;  ///< unanswered requests of one compensation before an operator should look
    std::chrono::milliseconds reservation_time = std::chrono::minutes{15};

    /// When stock that is requested at `now` may be given back unused: later than the checkout can still want it.
    Instant reservation_expiry(Instant now) const;
};

/// What an event led to.
struct CheckoutReaction {
    CheckoutEvent event;
    CheckoutEnding ending;
    std::optional<CheckoutRequest> request;  ///< to be sent; nothing when the checkout is done
};

struct CheckoutSnapshot {
    OrderId order;
    CheckoutState state = CheckoutState::reserving;
    CheckoutEnding ending = CheckoutEnding::confirmed;
    int attempt = 1;
    std::optional<Instant> step_deadline;  ///< nothing when done
    Instant deadline;
    std::optional<Secret> payment_token;
    int version = 1;
};

/// Drives one order through reserve → pay → consume, and back when something fails. It begins when the order is placed,
/// asks one participant at a time, and asks again when no answer comes. Once it turns back (refusal, time-out,
/// cancellation) it first takes back whatever may have been paid, then returns whatever stock is held, and insists
/// until both have answered; only then does the order fail. A confirmed order that is cancelled wakes it once more for
/// the same way back. It holds the payment token only until the payment is decided.
class CheckoutSaga {
public:
    /// The caller sends the first request (stock).
    static CheckoutSaga begin(OrderId order, Secret payment_token, Instant now, const CheckoutPolicy& policy);
    static CheckoutSaga restore(CheckoutSnapshot snapshot) { return CheckoutSaga{std::move(snapshot)}; }

    const OrderId& order() const { return state_.order; }
    CheckoutState state() const { return state_.state; }
    CheckoutEnding ending() const { return state_.ending; }
    bool is_done() const { return state_.state == CheckoutState::done; }
    const std::optional<Secret>& payment_token() const { return state_.payment_token; }
    const CheckoutSnapshot& snapshot() const { return state_; }

    /// Whether a compensation has stayed unanswered for so long that an operator should look.
    bool is_parked(const CheckoutPolicy& policy) const;
    /// When `wake` has something to do; nothing when done.
    std::optional<Instant> wakes_at() const;

    /// What an answer or a cancellation leads to; nothing (and no change) when it comes too late or again.
    std::optional<CheckoutReaction> handle(CheckoutEvent event, Instant now, const CheckoutPolicy& policy);
    /// What the time leads to; nothing if `wakes_at` has not come.
    std::optional<CheckoutReaction> wake(Instant now, const CheckoutPolicy& policy);

private:
    explicit CheckoutSaga(CheckoutSnapshot snapshot) : state_{std::move(snapshot)} {}
    std::chrono::milliseconds patience(const CheckoutPolicy& policy) const;

    CheckoutSnapshot state_;
};

}  // namespace orion::ordering
