#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/asker.hpp"
#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/ordering/order_view.hpp"
#include "orion/ordering/ordering_store.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace orion::ordering {

struct CancelOrderCommand {
    OrderId order;
    std::optional<Secret> order_token;
    std::optional<std::string> reason{};
    Asker asker{};
};

/// Cancels an order that has not shipped, for its customer or by staff, which its history tells. It is `cancelled` at
/// once; its checkout then gives back money and stock. `order_not_found`: unknown, or somebody else's.
/// `not_cancellable`: shipped, failed or cancelled before. `invalid_fields`: a `reason` over 500 bytes.
/// `order_changed`: lost a race, may be tried again.
class CancelOrder {
public:
    static constexpr std::size_t max_reason_bytes = 500;

    CancelOrder(OrderingStore& store, const OrderTokens& tokens, const Clock& clock, CheckoutPolicy policy)
        : store_{store}, tokens_{tokens}, clock_{clock}, policy_{policy} {}

    Result<OrderView> execute(const CancelOrderCommand& command);

private:
    OrderingStore& store_;
    const OrderTokens& tokens_;
    const Clock& clock_;
    CheckoutPolicy policy_;
};

}  // namespace orion::ordering
