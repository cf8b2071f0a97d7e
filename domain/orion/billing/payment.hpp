#pragma once

#include "orion/billing/reversal.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace orion::billing {

enum class PaymentStatus {
    requested,      ///< the intent is recorded; what the gateway did with it is not known yet
    captured,       ///< the money is here
    declined,       ///< the gateway said no
    unavailable,    ///< the gateway gave no usable answer: money may have been taken
    reversing,      ///< the money must go back, or must never be taken; the gateway has not confirmed it yet
    nothing_taken,  ///< reversed: there was nothing to give back
    voided,         ///< reversed before it was captured for good
    refunded,       ///< reversed after it was captured
};

/// The payment of one order; an order has at most one, so its money is taken at most once.
///
/// It is born `requested`, before the gateway is asked, and becomes `captured`, `declined` or `unavailable` by the
/// gateway's answer. From all of these a reversal leads through `reversing` to `nothing_taken`, `voided` or `refunded`,
/// where it ends. A reversal may come before the request (messages overtake each other): the payment is then born
/// `reversing`, and the late request takes nothing.
class Payment {
public:
    struct Request {
        PaymentId id;
        OrderId order;
        Money amount;
        Instant at;
    };
    static Payment request(const Request& request);

    struct Withdrawal {
        PaymentId id;
        OrderId order;
        Instant at;
    };
    /// A payment that will never be taken, for an order that asked for its reversal first.
    static Payment withdraw(const Withdrawal& withdrawal);

    struct Snapshot {
        PaymentId id;
        OrderId order;
        std::optional<Money> amount;
        PaymentStatus status;
        Instant requested_at;
        Instant changed_at;
        std::int64_t version;
    };
    static Payment restore(const Snapshot& snapshot) { return Payment{snapshot}; }
    const Snapshot& snapshot() const { return state_; }

    PaymentId id() const { return state_.id; }
    OrderId order() const { return state_.order; }
    /// Nothing for one that was withdrawn before it was requested.
    const std::optional<Money>& amount() const { return state_.amount; }
    PaymentStatus status() const { return state_.status; }
    /// Of what is stored; 0 before the first save. The repository counts it up.
    std::int64_t version() const { return state_.version; }

    bool awaits_outcome() const { return state_.status == PaymentStatus::requested; }
    /// A reversal was asked for, finished or not.
    bool is_withdrawn() const { return state_.status >= PaymentStatus::reversing; }
    /// The reversal is over.
    std::optional<Reversal> reversal() const;

    /// What the gateway did. Repeating the known answer changes nothing. `conflict` / `payment_not_changeable` when it
    /// contradicts what is known (a decline is final, so is a capture) or the payment is withdrawn.
    Result<void> capture(Instant at);
    Result<void> decline(Instant at);
    /// No usable answer within the retries. Changes nothing if one is known already.
    Result<void> give_up(Instant at);

    /// Allowed at any time; changes nothing from the second time on.
    Result<void> begin_reversal(Instant at);
    /// `conflict` / `payment_not_changeable` unless it is reversing, or was reversed with the same result.
    Result<void> finish_reversal(Reversal reversal, Instant at);

private:
    explicit Payment(const Snapshot& snapshot) : state_{snapshot} {}
    Result<void> become(PaymentStatus next, Instant at);
    Snapshot state_;
};

}  // namespace orion::billing
