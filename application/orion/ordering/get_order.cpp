#include "orion/ordering/get_order.hpp"

#include <utility>

namespace orion::ordering {

bool may_see(const OrderTokens& tokens, OrderId order, const std::optional<Secret>& token) {
    return token && tokens.matches(order, *token);
}

std::unexpected<Error> unknown_order() {
    return fail(ErrorKind::not_found, "order_not_found", "There is no such order.");
}

Result<OrderView> GetOrder::execute(const OrderQuery& query) {
    if (!may_see(tokens_, query.order, query.order_token)) return unknown_order();
    ORION_TRY(auto order, queries_.find(query.order));
    if (!order) return unknown_order();
    return *std::move(order);
}

}  // namespace orion::ordering
