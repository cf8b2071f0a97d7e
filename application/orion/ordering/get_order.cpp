#include "orion/ordering/get_order.hpp"

#include <utility>

namespace orion::ordering {

namespace {

bool holds_token(const OrderTokens& tokens, const OrderQuery& query) {
    return query.order_token && tokens.matches(query.order, *query.order_token);
}

}  // namespace

bool may_look(const OrderTokens& tokens, const OrderQuery& query) {
    return query.asker.user || query.asker.reach == Reach::every || holds_token(tokens, query);
}

bool may_see(const OrderTokens& tokens, const OrderQuery& query, const std::optional<UserId>& customer) {
    if (query.asker.reach == Reach::every) return true;
    return (query.asker.user && query.asker.user == customer) || holds_token(tokens, query);
}

std::unexpected<Error> unknown_order() {
    return fail(ErrorKind::not_found, "order_not_found", "There is no such order.");
}

Result<OrderView> GetOrder::execute(const OrderQuery& query) {
    if (!may_look(tokens_, query)) return unknown_order();
    ORION_TRY(auto order, queries_.find(query.order));
    if (!order || !may_see(tokens_, query, order->customer)) return unknown_order();
    return *std::move(order);
}

}  // namespace orion::ordering
