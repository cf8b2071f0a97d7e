#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/secret.hpp"

namespace orion::ordering {

/// A guest's key to one order. Derived, not stored: the same order always has the same token. Thread-safe.
class OrderTokens {
public:
    virtual ~OrderTokens() = default;
    virtual Secret issue(OrderId order) const = 0;
    /// In constant time.
    virtual bool matches(OrderId order, const Secret& token) const = 0;
};

}  // namespace orion::ordering
