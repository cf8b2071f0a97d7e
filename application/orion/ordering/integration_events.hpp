#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/kernel/sku.hpp"

#include <string>
#include <variant>
#include <vector>

/// What ordering tells the rest of the shop. Facts about an order, and requests of its checkout to inventory and
/// billing. Every request may be repeated: participants answer a repeat with the same outcome.
namespace orion::ordering {

struct RequestedLine {
    Sku sku;
    Quantity quantity;
};

struct OrderPlaced {
    OrderId order;
    std::string number;
    Money total;
    Instant placed_at;
};

struct OrderConfirmed {
    OrderId order;
};

struct OrderFailed {
    OrderId order;
    std::string reason;  ///< the API's `failure_reason`
};

struct OrderCancelled {
    OrderId order;
};

/// Reserve all of these lines or none. Answered by inventory::StockReserved or StockRejected.
struct StockRequested {
    OrderId order;
    std::vector<RequestedLine> lines;  ///< each SKU once
    Instant expires_at;                ///< when an unused reservation may be given back
};

/// Take `amount` once. Answered by billing::PaymentCaptured, PaymentDeclined or PaymentUnavailable.
struct PaymentRequested {
    OrderId order;
    Money amount;
    Secret payment_token;
};

/// Paid: the reserved units leave the shop. Answered by inventory::StockConsumed or StockRejected.
struct StockConsumptionRequested {
    OrderId order;
};

/// Give back whatever this order holds, reserved or consumed, and never reserve for it again. Answered by
/// inventory::StockReturned.
struct StockReturnRequested {
    OrderId order;
};

/// Give back whatever was taken for this order, and never take again. Answered by billing::PaymentReversed.
struct PaymentReversalRequested {
    OrderId order;
};

using Event = std::variant<OrderPlaced, OrderConfirmed, OrderFailed, OrderCancelled, StockRequested, PaymentRequested,
                           StockConsumptionRequested, StockReturnRequested, PaymentReversalRequested>;

}  // namespace orion::ordering
