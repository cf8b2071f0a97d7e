#include "orion/ordering/wake_overdue_checkouts.hpp"

#include "orion/ordering/checkout_step.hpp"

#include <utility>

namespace orion::ordering {

Result<WokenCheckouts> WakeOverdueCheckouts::execute(std::size_t limit) {
    const auto now = clock_.now();
    ORION_TRY(const auto overdue, queries_.overdue(now, limit));
    Result<WokenCheckouts> outcome{WokenCheckouts{.woken = overdue.due.size(), .parked = overdue.parked}};
    for (const auto& order : overdue.due) {
        if (auto woken = wake(order, now); !woken && outcome) outcome = std::unexpected{std::move(woken).error()};
    }
    return outcome;
}

Result<void> WakeOverdueCheckouts::wake(OrderId id, Instant now) {
    return store_.transact([&](OrderingWork& work) -> Result<void> {
        auto checkout = work.checkouts().find(id);
        contract(checkout.has_value(), "an overdue checkout exists");
        const auto reaction = checkout->wake(now, policy_);
        if (!reaction) return {};

        auto order = work.orders().find(id);
        contract(order.has_value(), "a checkout belongs to an order");
        return carry_out(work, *reaction, {}, *order, *checkout, now, policy_);
    });
}

}  // namespace orion::ordering
