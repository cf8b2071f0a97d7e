#pragma once

#include "orion/inventory/inventory_store.hpp"

#include <span>
#include <string>

namespace orion::inventory {

/// Carries out these movements, one per SKU, records them and publishes the levels they lead to. The items exist and
/// can take them, or the first failure is returned and the transaction has to be given up. Nothing happens for no
/// movement.
Result<void> move_stock(InventoryWork& work, std::span<const Movement> movements, const std::string& subject);

}  // namespace orion::inventory
