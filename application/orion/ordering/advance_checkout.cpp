#include "orion/ordering/advance_checkout.hpp"

#include "orion/ordering/checkout_step.hpp"

#include <optional>
#include <string>

namespace orion::ordering {
namespace {

std::optional<std::string> shortage(const std::vector<Sku>& short_of) {
    std::string text;
    for (const auto& sku : short_of) text += (text.empty() ? "short of " : ", ") + sku.text();
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

Result<void> AdvanceCheckout::execute(const AdvanceCheckoutCommand& command) {
    const auto now = clock_.now();
    return store_.transact([&](OrderingWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto checkout = work.checkouts().find(command.order);
        if (!checkout) return fail(ErrorKind::not_found, "order_not_found", "There is no such order.");
        const auto reaction = checkout->handle(command.event, now, policy_);
        if (!reaction) return {};

        auto order = work.orders().find(command.order);
        contract(order.has_value(), "a checkout belongs to an order");
        return carry_out(work, *reaction, {.reversal = command.reversal, .detail = shortage(command.short_of)}, *order,
                         *checkout, now, policy_);
    });
}

}  // namespace orion::ordering
