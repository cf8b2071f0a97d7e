#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/inventory/stock_queries.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace orion::test {

struct InventoryState {
    struct Published {
        inventory::Event event;
        std::string subject;
    };
    std::map<Sku, inventory::StockItemSnapshot> items;
    std::vector<inventory::Movement> ledger;
    std::map<OrderId, inventory::ReservationSnapshot> reservations;
    std::set<MessageId> inbox;
    std::vector<Published> published;
    std::vector<Act> acts;
};

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

/// Inventory in memory, with a clock and ids that tests control.
class FakeInventory : public FakeStore<inventory::InventoryWork, InventoryState, FakeInventoryWork>,
                      public inventory::StockQueries {
public:
    Result<std::optional<inventory::StockItem>> find(const Sku& sku) override {
        const auto found = state().items.find(sku);
        if (found == state().items.end()) return std::optional<inventory::StockItem>{};
        return inventory::StockItem::restore(found->second);
    }

    Result<std::vector<inventory::StockItem>> list(inventory::StockFilter filter, const std::optional<Sku>& after,
                                                   std::size_t limit) override {
        std::vector<inventory::StockItem> items;
        for (const auto& [sku, snapshot] : state().items) {
            const auto item = inventory::StockItem::restore(snapshot);
            const bool wanted = filter == inventory::StockFilter::all || item.is_low();
            if (wanted && (!after || sku > *after) && items.size() < limit) items.push_back(item);
        }
        return items;
    }

    Result<std::vector<inventory::StockDiscrepancy>> discrepancies() override {
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

    inventory::InventoryStore& store() { return *this; }
    inventory::StockQueries& queries() { return *this; }

    /// The types of all published events, as messages name them, in order.
    std::vector<std::string> published_types() const {
        static const char* const names[] = {"stock_reserved", "stock_rejected", "stock_consumed", "stock_returned",
                                            "stock_levels_changed"};
        std::vector<std::string> types;
        for (const auto& each : state().published) types.emplace_back(names[each.event.index()]);
        return types;
    }

    /// The last published event of a type. Throws if there is none.
    template <class E>
    const E& last() const {
        for (const auto& each : std::views::reverse(state().published))
            if (const auto* event = std::get_if<E>(&each.event)) return *event;
        throw std::logic_error{"nothing of this type was published"};
    }

    FakeClock clock;
    FakeIdGenerator ids;
};

}  // namespace orion::test
