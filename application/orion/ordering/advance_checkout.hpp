#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/order_status.hpp"
#include "orion/ordering/ordering_store.hpp"
#include "orion/ports/clock.hpp"

#include <vector>

namespace orion::ordering {

/// An answer of inventory or billing to a checkout.
struct AdvanceCheckoutCommand {
    MessageId message;
    OrderId order;
    CheckoutEvent event;
    Reversal reversal = Reversal::nothing_taken;  ///< of `payment_reversed`
    std::vector<Sku> short_of{};                  ///< of `stock_rejected`
};

/// Takes a checkout one step further. A message handled before, or one that comes too late to matter, changes nothing
/// and is no error. `order_not_found`: the message will never make sense.
class AdvanceCheckout {
public:
    AdvanceCheckout(OrderingStore& store, const Clock& clock, CheckoutPolicy policy)
        : store_{store}, clock_{clock}, policy_{policy} {}

    Result<void> execute(const AdvanceCheckoutCommand& command);

private:
    OrderingStore& store_;
    const Clock& clock_;
    CheckoutPolicy policy_;
};

}  // namespace orion::ordering
