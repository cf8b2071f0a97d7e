#include "support/fake_inventory.hpp"

#include "orion/kernel/error.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/ports/performer.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace orion::test {

class FakeInventoryWork : public inventory::InventoryWork,
                          private inventory::StockRepository,
                          private inventory::ReservationRepository {
public:
    explicit FakeInventoryWork(InventoryState& state) : state_{state} {}

    inventory::StockRepository& stock() override { return *this; }
    inventory::ReservationRepository& reservations() override { return *this; }
    bool accept(MessageId message) override { return state_.inbox.insert(message).second; }
    void publish(inventory::Event event, std::string subject) override {
        state_.published.push_back({std::move(event), std::move(subject)});
    }
    void record(const Act& act) override { state_.acts.push_back(performed_by(current_performer(), act)); }

private:
    std::vector<inventory::StockItem> lock(std::span<const Sku> skus) override {
        std::vector<inventory::StockItem> items;
        for (const auto& sku : std::set<Sku>(skus.begin(), skus.end())) {
            const auto found = state_.items.find(sku);
            if (found != state_.items.end()) items.push_back(inventory::StockItem::restore(found->second));
        }
        return items;
    }

    void open(const inventory::StockItem& item) override {
        contract(state_.items.emplace(item.sku(), item.snapshot()).second, "a SKU is opened once");
    }

    Result<void> record(const inventory::StockItem& item, const inventory::Movement& movement) override {
        auto& stored = state_.items.at(item.sku());
        if (stored.version + 1 != item.version()) return fail(ErrorKind::unavailable, "stock_changed", "Try again.");
        stored = item.snapshot();
        state_.ledger.push_back(movement);
        return {};
    }

    std::optional<std::int64_t> received(const Sku& sku, std::string_view document) override {
        const auto found = std::ranges::find_if(state_.ledger, [&](const inventory::Movement& movement) {
            return movement.kind == inventory::MovementKind::receipt && movement.sku == sku &&
                   movement.document == document;
        });
        if (found == state_.ledger.end()) return std::nullopt;
        return found->delta_on_hand;
    }

    std::optional<inventory::Reservation> find(OrderId order) override {
        const auto found = state_.reservations.find(order);
        if (found == state_.reservations.end()) return std::nullopt;
        return inventory::Reservation::restore(found->second);
    }

    void save(const inventory::Reservation& reservation) override {
        state_.reservations.insert_or_assign(reservation.order(), reservation.snapshot());
    }

    std::vector<inventory::Reservation> due(Instant now, std::size_t limit) override {
        std::vector<inventory::Reservation> found;
        for (const auto& [order, reservation] : state_.reservations) {
            const bool is_due =
                reservation.status == inventory::ReservationStatus::held && reservation.expires_at <= now;
            if (is_due) found.push_back(inventory::Reservation::restore(reservation));
        }
        std::ranges::sort(found, {}, &inventory::Reservation::expires_at);
        if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
        return found;
    }

    InventoryState& state_;
};

template class FakeStore<inventory::InventoryWork, InventoryState, FakeInventoryWork>;

FakeInventory::FakeInventory() = default;
FakeInventory::~FakeInventory() = default;

// A test that derives from this class would else instantiate the inherited `run`, which needs `FakeInventoryWork`.
Result<void> FakeInventory::run(const Transaction& transaction) { return FakeStore::run(transaction); }

Result<std::optional<inventory::StockItem>> FakeInventory::find(const Sku& sku) {
    const auto found = state().items.find(sku);
    if (found == state().items.end()) return std::optional<inventory::StockItem>{};
    return inventory::StockItem::restore(found->second);
}

Result<std::vector<inventory::StockItem>> FakeInventory::list(inventory::StockFilter filter,
                                                              const std::optional<Sku>& after, std::size_t limit) {
    std::vector<inventory::StockItem> items;
    for (const auto& [sku, snapshot] : state().items) {
        const auto item = inventory::StockItem::restore(snapshot);
        const bool wanted = filter == inventory::StockFilter::all || item.is_low();
        if (wanted && (!after || sku > *after) && items.size() < limit) items.push_back(item);
    }
    return items;
}

Result<std::vector<inventory::StockDiscrepancy>> FakeInventory::discrepancies() {
    std::vector<inventory::StockDiscrepancy> found;
    for (const auto& [sku, item] : state().items) {
        std::int64_t on_hand = 0;
        std::int64_t reserved = 0;
        for (const auto& movement : state().ledger) {
            if (movement.sku != sku) continue;
            on_hand += movement.delta_on_hand;
            reserved += movement.delta_reserved;
        }
        std::int64_t held = 0;
        for (const auto& [order, reservation] : state().reservations) {
            if (reservation.status != inventory::ReservationStatus::held) continue;
            for (const auto& line : reservation.lines) held += line.sku == sku ? line.quantity : 0;
        }
        if (item.on_hand != on_hand) found.push_back({sku, "on_hand", item.on_hand, on_hand});
        if (item.reserved != reserved) found.push_back({sku, "reserved", item.reserved, reserved});
        if (item.reserved != held) found.push_back({sku, "held", item.reserved, held});
    }
    return found;
}

std::vector<std::string> FakeInventory::published_types() const {
    static const char* const names[] = {"stock_reserved", "stock_rejected", "stock_consumed", "stock_returned",
                                        "stock_levels_changed"};
    std::vector<std::string> types;
    for (const auto& each : state().published) types.emplace_back(names[each.event.index()]);
    return types;
}

}  // namespace orion::test
