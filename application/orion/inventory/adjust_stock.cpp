#include "orion/inventory/adjust_stock.hpp"

#include "orion/inventory/ledger_text.hpp"
#include "orion/inventory/move_stock.hpp"

#include <utility>

namespace orion::inventory {
namespace {

Result<void> check(const AdjustStockCommand& command) {
    FieldErrors errors;
    if (command.delta == 0 || command.delta > StockItem::max_on_hand || command.delta < -StockItem::max_on_hand) {
        errors.add("delta", "out_of_range", "A difference is not 0 and at most 1000000000 either way.");
    }
    check_ledger_text(errors, "reason", command.reason);
    check_ledger_text(errors, "actor", command.actor);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return {};
}

}  // namespace

Result<StockView> AdjustStock::execute(const AdjustStockCommand& command) {
    ORION_CHECK(check(command));
    auto adjusted = adjust(command, false);
    if (adjusted || adjusted.error().code != "stock_not_found" || sold_ == nullptr) return adjusted;
    // The catalogue may be in another database, so it is not asked within the transaction.
    ORION_TRY(const auto is_sold, sold_->contains(command.sku));
    return is_sold ? adjust(command, true) : adjusted;
}

Result<StockView> AdjustStock::adjust(const AdjustStockCommand& command, bool may_open) {
    const Movement movement{.sku = command.sku,
                            .kind = MovementKind::adjustment,
                            .delta_on_hand = command.delta,
                            .delta_reserved = 0,
                            .reason = command.reason,
                            .actor = command.actor,
                            .document = {},
                            .order = {},
                            .at = clock_.now()};
    return store_.transact([&](InventoryWork& work) -> Result<StockView> {
        auto before = work.stock().lock({&command.sku, 1});
        if (before.empty()) {
            if (!may_open) return stock_not_found();
            before.push_back(StockItem::open(command.sku));
            work.stock().open(before.front());
        }
        ORION_CHECK(move_stock(work, {&movement, 1}, command.sku.text()));
        auto after = to_view(work.stock().lock({&command.sku, 1}).front());
        work.record({.name = "stock_adjusted",
                     .subject = "sku:" + command.sku.text(),
                     .before = {{"on_hand", std::to_string(to_view(before.front()).on_hand)}},
                     .after = {{"on_hand", std::to_string(after.on_hand)}, {"reason", command.reason}}});
        return after;
    });
}

}  // namespace orion::inventory
