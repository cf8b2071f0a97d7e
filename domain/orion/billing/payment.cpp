#include "orion/billing/payment.hpp"

#include <array>
#include <utility>

namespace orion::billing {
namespace {

using enum PaymentStatus;

struct Transition {
    PaymentStatus from;
    PaymentStatus to;
};

// Every change there is; staying as one is goes without saying.
constexpr auto transitions = std::to_array<Transition>({
    {requested, captured},
    {requested, declined},
    {requested, unavailable},
    {requested, reversing},
    // An answer that was thought lost may still be found.
    {unavailable, captured},
    {unavailable, declined},
    {unavailable, reversing},
    {captured, reversing},
    {declined, reversing},
    {reversing, nothing_taken},
    {reversing, voided},
    {reversing, refunded},
});

constexpr bool allows(PaymentStatus from, PaymentStatus to) {
    for (const auto& transition : transitions)
        if (transition.from == from && transition.to == to) return true;
    return from == to;
}

constexpr PaymentStatus status_after(Reversal reversal) {
    switch (reversal) {
        case Reversal::nothing_taken:
            return nothing_taken;
        case Reversal::voided:
            return voided;
        case Reversal::refunded:
            return refunded;
    }
    std::unreachable();
}

}  // namespace

Payment Payment::request(const Request& request) {
    contract(!request.amount.is_negative(), "a payment gives nothing out");
    return Payment{{.id = request.id,
                    .order = request.order,
                    .amount = request.amount,
                    .status = requested,
                    .requested_at = request.at,
                    .changed_at = request.at,
                    .version = 0}};
}

Payment Payment::withdraw(const Withdrawal& withdrawal) {
    return Payment{{.id = withdrawal.id,
                    .order = withdrawal.order,
                    .amount = std::nullopt,
                    .status = reversing,
                    .requested_at = withdrawal.at,
                    .changed_at = withdrawal.at,
                    .version = 0}};
}

std::optional<Reversal> Payment::reversal() const {
    switch (state_.status) {
        case nothing_taken:
            return Reversal::nothing_taken;
        case voided:
            return Reversal::voided;
        case refunded:
            return Reversal::refunded;
        default:
            return std::nullopt;
    }
}

Result<void> Payment::capture(Instant at) { return become(captured, at); }

Result<void> Payment::decline(Instant at) { return become(declined, at); }

Result<void> Payment::give_up(Instant at) {
    if (state_.status == captured || state_.status == declined) return {};
    return become(unavailable, at);
}

Result<void> Payment::begin_reversal(Instant at) {
    if (is_withdrawn()) return {};
    return become(reversing, at);
}

Result<void> Payment::finish_reversal(Reversal reversal, Instant at) { return become(status_after(reversal), at); }

Result<void> Payment::become(PaymentStatus next, Instant at) {
    if (!allows(state_.status, next))
        return fail(ErrorKind::conflict, "payment_not_changeable", "What is known of this payment says otherwise.");
    if (state_.status == next) return {};
    state_.status = next;
    state_.changed_at = at;
    return {};
}

}  // namespace orion::billing
