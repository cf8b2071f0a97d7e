#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/carts/carts_store.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>
#include <cstddef>

namespace orion::carts {

struct CartExpiryPolicy {
    std::chrono::milliseconds abandoned_after = std::chrono::days{30};  ///< since the last change
    std::chrono::milliseconds kept_after_order =
        std::chrono::hours{48};  ///< so that a repeated checkout still finds it
};

/// Deletes carts that nobody has changed for long, but an ordered one not before its checkout can no longer be
/// repeated. A job: run it every hour or so. Safe to run in several processes.
class ExpireCarts {
public:
    struct Ports {
        CartsStore& store;
        CartQueries& queries;
        OrderedCarts& orders;
        const Clock& clock;
    };
    ExpireCarts(Ports ports, CartExpiryPolicy policy) : ports_{ports}, policy_{policy} {}
    /// How many were deleted.
    Result<std::size_t> execute();

private:
    Result<std::vector<CartId>> not_lately_ordered(const std::vector<IdleCart>& carts, Instant now);
    Ports ports_;
    CartExpiryPolicy policy_;
};

}  // namespace orion::carts
