#pragma once

#include "orion/billing/payment_gateway.hpp"
#include "orion/ordering/payment_methods.hpp"

namespace orion::bridges {

/// Ordering asks before it takes an order; billing's gateway knows its own tokens.
class GatewayPaymentMethods final : public ordering::PaymentMethods {
public:
    explicit GatewayPaymentMethods(const billing::PaymentGateway& gateway) : gateway_{gateway} {}
    bool recognises(const Secret& token) override { return gateway_.recognises(token); }

private:
    const billing::PaymentGateway& gateway_;
};

}  // namespace orion::bridges
