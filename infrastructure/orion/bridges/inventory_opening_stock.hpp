#pragma once

#include "orion/catalog/import_catalogue.hpp"
#include "orion/inventory/receive_stock.hpp"

#include <algorithm>
#include <span>

namespace orion::bridges {

/// What an imported catalogue begins with goes through inventory's ledger like any other delivery.
class InventoryOpeningStock final : public catalog::OpeningStock {
public:
    explicit InventoryOpeningStock(inventory::ReceiveStock& receive) : receive_{receive} {}

    Result<void> receive(const std::vector<catalog::OpeningQuantity>& quantities) override {
        // One document for all: inventory takes each SKU of a document once, as the catalogue's references ask for.
        for (auto rest = std::span{quantities}; !rest.empty();) {
            const auto part = rest.first(std::min(rest.size(), inventory::ReceiveStock::max_lines));
            inventory::ReceiveStockCommand command{
                .lines = {}, .reference = "opening stock", .actor = "catalogue import"};
            for (const auto& each : part) command.lines.push_back({.sku = each.sku, .quantity = each.quantity});
            ORION_CHECK(receive_.execute(command));
            rest = rest.subspan(part.size());
        }
        return {};
    }

private:
    inventory::ReceiveStock& receive_;
};

}  // namespace orion::bridges
