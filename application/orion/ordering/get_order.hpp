#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/asker.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/ordering/order_view.hpp"

#include <optional>

namespace orion::ordering {

/// Who asks for which order.
struct OrderQuery {
    OrderId order;
    std::optional<Secret> order_token;
    Asker asker{};
};

/// Whether the asker may see some order of this id: with its token, as staff, or perhaps because it is theirs, which
/// `may_see` then tells.
bool may_look(const OrderTokens& tokens, const OrderQuery& query);

/// Whether the asker may see this order of `customer`. Others look like no orders at all.
bool may_see(const OrderTokens& tokens, const OrderQuery& query, const std::optional<UserId>& customer);
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
