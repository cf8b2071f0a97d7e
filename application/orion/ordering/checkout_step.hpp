#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/order.hpp"
#include "orion/ordering/ordering_store.hpp"

#include <optional>
#include <string>

namespace orion::ordering {

/// What an event tells beside its name.
struct CheckoutCircumstances {
    Reversal reversal = Reversal::nothing_taken;  ///< of `payment_reversed`
    std::optional<std::string> detail{};          ///< of a refusal, for people
};

/// Publishes one request of the checkout.
void send_request(OrderingWork& work, CheckoutRequest request, const Order& order, const CheckoutSaga& checkout,
                  Instant now, const CheckoutPolicy& policy);

/// Carries out what the checkout's reaction means for its order and the rest of the shop, and saves both.
Result<void> carry_out(OrderingWork& work, const CheckoutReaction& reaction, const CheckoutCircumstances& circumstances,
                       Order& order, const CheckoutSaga& checkout, Instant now, const CheckoutPolicy& policy);

}  // namespace orion::ordering
