#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace orion::inventory {

enum class MovementKind {
    receipt,      ///< goods came in
    adjustment,   ///< counted, damaged, found: a person says why
    reservation,  ///< held for an order
    release,      ///< an order gave back what it held
    expiry,       ///< nobody consumed a reservation in time
    sale,         ///< reserved goods left the shop
    restock,      ///< sold goods came back
};

/// One line of the ledger: what changed the stock of one SKU, by how much, and why. Never edited. The sums over the
/// ledger are the stock.
struct Movement {
    Sku sku;
    MovementKind kind;
    std::int64_t delta_on_hand;
    std::int64_t delta_reserved;
    std::string reason;            ///< in a person's words; empty when the kind says it all
    std::string actor;             ///< who did it
    std::string document;          ///< delivery note or the like; empty if there is none
    std::optional<OrderId> order;  ///< whose order it was for
    Instant at;
};

}  // namespace orion::inventory
