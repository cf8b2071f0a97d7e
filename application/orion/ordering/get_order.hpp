#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/ordering/order_view.hpp"

#include <optional>

namespace orion::ordering {

/// Who asks for which order.
struct OrderQuery {
    OrderId order;
    std::optional<Secret> order_token;
};

/// Whether the asker holds the order's token. Orders without one look like no orders at all.
bool may_see(const OrderTokens& tokens, OrderId order, const std::optional<Secret>& token);
std::unexpected<Error> unknown_order();

/// `order_not_found`: unknown, or somebody else's.
class GetOrder {
public:
    GetOrder(OrderQueries& queries, const OrderTokens& tokens) : queries_{queries}, tokens_{tokens} {}
    Result<OrderView> execute(const OrderQuery& query);

private:
    OrderQueries& queries_;
    const OrderTokens& tokens_;
};

}  // namespace orion::ordering
