#include "orion/inventory/move_stock.hpp"

#include <algorithm>
#include <utility>

namespace orion::inventory {
namespace {

/// As many as fit well into one message.
constexpr std::size_t max_levels_per_event = 200;

}  // namespace

Result<void> move_stock(InventoryWork& work, std::span<const Movement> movements, const std::string& subject) {
    if (movements.empty()) return {};
    std::vector<Sku> skus;
    skus.reserve(movements.size());
    for (const auto& movement : movements) skus.push_back(movement.sku);
    auto items = work.stock().lock(skus);

    StockLevelsChanged changed;
    for (const auto& movement : movements) {
        if (changed.levels.size() == max_levels_per_event) work.publish(std::exchange(changed, {}), subject);
        const auto item = std::ranges::lower_bound(items, movement.sku, {}, &StockItem::sku);
        contract(item != items.end() && item->sku() == movement.sku, "what moves has been opened");
        ORION_CHECK(item->apply(movement));
        ORION_CHECK(work.stock().record(*item, movement));
        changed.levels.push_back({.sku = item->sku(), .available = item->available(), .version = item->version()});
    }
    work.publish(std::move(changed), subject);
    return {};
}

}  // namespace orion::inventory
