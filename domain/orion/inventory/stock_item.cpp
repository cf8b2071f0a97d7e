#include "orion/inventory/stock_item.hpp"

#include <utility>

namespace orion::inventory {

StockItem::StockItem(StockItemSnapshot state) : state_{std::move(state)} {
    contract(state_.reserved >= 0 && state_.reserved <= state_.on_hand, "between nothing and all on hand is reserved");
}

StockItem StockItem::open(Sku sku) {
    return StockItem{{.sku = std::move(sku), .on_hand = 0, .reserved = 0, .low_stock_threshold = 0, .version = 0}};
}

StockItem StockItem::restore(StockItemSnapshot snapshot) { return StockItem{std::move(snapshot)}; }

Result<void> StockItem::apply(const Movement& movement) {
    contract(movement.sku == state_.sku, "a movement is of one SKU");
    const bool by_a_person = movement.kind == MovementKind::receipt || movement.kind == MovementKind::adjustment;
    if (by_a_person && movement.delta_on_hand > max_on_hand - state_.on_hand) {
        return fail(ErrorKind::invalid, "out_of_range", "That is more than a stock can hold.");
    }
    const auto on_hand = state_.on_hand + movement.delta_on_hand;
    const auto reserved = state_.reserved + movement.delta_reserved;
    contract(reserved >= 0, "no more is released than was reserved");
    if (on_hand < reserved) {
        return fail(ErrorKind::conflict, "insufficient_stock",
                    "There is not enough stock of " + state_.sku.text() + ".");
    }
    state_.on_hand = on_hand;
    state_.reserved = reserved;
    ++state_.version;
    return {};
}

}  // namespace orion::inventory
