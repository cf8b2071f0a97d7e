#pragma once

#include "orion/billing/reversal.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/money.hpp"

#include <variant>

/// What billing tells the rest of the shop.
namespace orion::billing {

struct PaymentCaptured {
    OrderId order;
    PaymentId payment;
    Money amount;
};

/// The gateway said no: asking again is pointless.
struct PaymentDeclined {
    OrderId order;
};

/// The gateway gave no usable answer within its retries. Money may have been taken: ask for a reversal.
struct PaymentUnavailable {
    OrderId order;
};

struct PaymentReversed {
    OrderId order;
    Reversal reversal;
};

using Event = std::variant<PaymentCaptured, PaymentDeclined, PaymentUnavailable, PaymentReversed>;

}  // namespace orion::billing
