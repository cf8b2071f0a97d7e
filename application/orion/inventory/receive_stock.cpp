#include "orion/inventory/receive_stock.hpp"

#include "orion/inventory/ledger_text.hpp"
#include "orion/inventory/move_stock.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace orion::inventory {
namespace {

using Quantities = std::map<Sku, std::int64_t>;

Result<Quantities> check(const ReceiveStockCommand& command) {
    FieldErrors errors;
    check_ledger_text(errors, "reference", command.reference);
    check_ledger_text(errors, "actor", command.actor);
    if (command.lines.empty()) errors.add("lines", "missing_field", "There is nothing to receive.");
    if (command.lines.size() > ReceiveStock::max_lines) {
        errors.add("lines", "too_many_lines", "One receipt has at most 1000 lines.");
    }
    Quantities quantities;
    for (std::size_t i = 0; i < command.lines.size(); ++i) {
        const auto& line = command.lines[i];
        auto& sum = quantities[line.sku];
        if (line.quantity < 1 || line.quantity > StockItem::max_on_hand - sum) {
            errors.add("lines[" + std::to_string(i) + "].quantity", "out_of_range", "A receipt is 1 to 1000000000.");
        } else {
            sum += line.quantity;
        }
    }
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return quantities;
}

std::vector<Sku> keys(const Quantities& quantities) {
    std::vector<Sku> skus;
    for (const auto& [sku, quantity] : quantities) skus.push_back(sku);
    return skus;
}

void open_new_ones(InventoryWork& work, const std::vector<Sku>& skus) {
    const auto known = work.stock().lock(skus);
    for (const auto& sku : skus) {
        if (!std::ranges::binary_search(known, sku, {}, &StockItem::sku)) work.stock().open(StockItem::open(sku));
    }
}

}  // namespace

Result<std::vector<ReceiptView>> ReceiveStock::execute(const ReceiveStockCommand& command) {
    ORION_TRY(const auto quantities, check(command));
    const auto skus = keys(quantities);
    const auto now = clock_.now();
    return store_.transact([&](InventoryWork& work) -> Result<std::vector<ReceiptView>> {
        open_new_ones(work, skus);
        std::map<Sku, std::int64_t> before;
        std::vector<Movement> movements;
        for (const auto& [sku, quantity] : quantities) {
            if (const auto received = work.stock().received(sku, command.reference)) {
                before.emplace(sku, *received);
                continue;
            }
            movements.push_back({.sku = sku,
                                 .kind = MovementKind::receipt,
                                 .delta_on_hand = quantity,
                                 .delta_reserved = 0,
                                 .reason = {},
                                 .actor = command.actor,
                                 .document = command.reference,
                                 .order = {},
                                 .at = now});
        }
        ORION_CHECK(move_stock(work, movements, command.reference));

        std::vector<ReceiptView> views;
        for (const auto& item : work.stock().lock(skus)) {
            const auto repeated = before.find(item.sku());
            const bool is_new = repeated == before.end();
            views.push_back({.stock = to_view(item),
                             .outcome = is_new ? ReceiptOutcome::received : ReceiptOutcome::already_received,
                             .quantity = is_new ? quantities.at(item.sku()) : repeated->second});
        }
        return views;
    });
}

}  // namespace orion::inventory
