#pragma once

#include "orion/kernel/secret.hpp"

namespace orion::ordering {

/// What the shop can be paid with. Thread-safe.
class PaymentMethods {
public:
    virtual ~PaymentMethods() = default;

    /// Whether a payment can be tried with this token. Says nothing about whether it will succeed.
    virtual bool recognises(const Secret& token) = 0;
};

}  // namespace orion::ordering
