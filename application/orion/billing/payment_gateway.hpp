#pragma once

#include "orion/billing/reversal.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <optional>
#include <string>

namespace orion::billing {

struct Charge {
    std::string key;  ///< the gateway takes money at most once under one key, however often it is asked
    Money amount;
    Secret token;
};

enum class ChargeAnswer {
    captured,
    declined,  ///< nothing was taken, and nothing will be under this key
};

/// Whoever moves the customer's money. Every call may take seconds (never in a transaction) but ends within the
/// gateway's own time-out, and may be repeated under its key. Errors are always `unavailable`: no usable answer,
/// and the call may have had its effect or not. Thread-safe.
class PaymentGateway {
public:
    virtual ~PaymentGateway() = default;

    /// Whether `token` is one of this gateway's, so that a typo is refused before an order exists. Takes no time.
    virtual bool recognises(const Secret& token) const = 0;

    virtual Result<ChargeAnswer> charge(const Charge& charge) = 0;

    /// Gives back whatever was taken under `key`, and takes nothing under it from now on, even if it was never seen.
    virtual Result<Reversal> reverse(const std::string& key) = 0;

    /// What became of a charge; nothing while it is undecided or was never seen.
    virtual Result<std::optional<ChargeAnswer>> find(const std::string& key) = 0;
};

/// The key of an order's one charge.
inline std::string gateway_key(OrderId order) { return "order-" + order.to_string(); }

}  // namespace orion::billing
