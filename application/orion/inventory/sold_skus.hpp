#pragma once

#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

namespace orion::inventory {

/// What the shop sells or is about to, so that it can be given stock for the first time. Thread-safe.
class SoldSkus {
public:
    virtual ~SoldSkus() = default;
    /// Whether the shop knows it, on sale or not.
    virtual Result<bool> contains(const Sku& sku) = 0;
};

}  // namespace orion::inventory
