#include "orion/ordering/cancel_order.hpp"

#include "orion/ordering/checkout_step.hpp"
#include "orion/ordering/get_order.hpp"

#include <utility>

namespace orion::ordering {
namespace {

constexpr auto the_customer = "customer";

/// In the words of the order's history: staff counts as such only where it acts for somebody else.
std::string actor(const OrderTokens& tokens, OrderQuery query, const std::optional<UserId>& customer) {
    if (query.asker.program) return *query.asker.program;
    query.asker.reach = Reach::own;
    if (may_see(tokens, query, customer) || !query.asker.user) return the_customer;
    return "staff:" + query.asker.user->to_string();
}

}  // namespace

Result<OrderView> CancelOrder::execute(const CancelOrderCommand& command) {
    const OrderQuery query{.order = command.order, .order_token = command.order_token, .asker = command.asker};
    if (!may_look(tokens_, query)) return unknown_order();
    if (command.reason && command.reason->size() > max_reason_bytes) {
        FieldErrors errors;
        errors.add("reason", "too_long", "A reason is at most 500 bytes.");
        return std::unexpected{std::move(errors).to_error()};
    }
    const auto now = clock_.now();
    return store_.transact([&](OrderingWork& work) -> Result<OrderView> {
        auto order = work.orders().find(command.order);
        if (!order) return unknown_order();
        const auto customer = order->snapshot().customer;
        if (!may_see(tokens_, query, customer)) return unknown_order();
        const auto by = actor(tokens_, query, customer);
        const auto before = to_text(order->snapshot().status);
        ORION_CHECK(order->cancel(command.reason, now, by));
        if (by != the_customer)
            work.record({.name = "order_cancelled",
                         .subject = named("order", command.order),
                         .before = {{"status", std::string{before}}},
                         .after = {{"status", std::string{to_text(order->snapshot().status)}}}});
        work.publish(OrderCancelled{.order = order->id()});

        auto checkout = work.checkouts().find(command.order);
        contract(checkout.has_value(), "every order has a checkout");
        const auto reaction = checkout->handle(CheckoutEvent::cancelled, now, policy_);
        contract(reaction.has_value(), "a checkout can always turn back");
        ORION_CHECK(carry_out(work, *reaction, {}, *order, *checkout, now, policy_));
        return order->snapshot();
    });
}

}  // namespace orion::ordering
