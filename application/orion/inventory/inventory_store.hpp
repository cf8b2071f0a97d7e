#pragma once

#include "orion/inventory/integration_events.hpp"
#include "orion/inventory/movement.hpp"
#include "orion/inventory/reservation.hpp"
#include "orion/inventory/stock_item.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orion::inventory {

/// Stock and its ledger. They cannot part: the only way to change one is to record the other.
class StockRepository {
public:
    virtual ~StockRepository() = default;

    /// The items of these SKUs that exist, in SKU order, each once. Nobody else changes them until the transaction
    /// ends; whoever needs several asks for all of them at once, so that no two transactions wait for each other.
    virtual std::vector<StockItem> lock(std::span<const Sku> skus) = 0;

    /// A SKU's first appearance. Contract: it has no item yet.
    virtual void open(const StockItem& item) = 0;

    /// Writes the movement, and the item after it. `unavailable` / `stock_changed` if the item is not the one that was
    /// locked any more.
    virtual Result<void> record(const StockItem& item, const Movement& movement) = 0;

    /// What the receipt of `sku` under `document` brought; nothing if there was none.
    virtual std::optional<std::int64_t> received(const Sku& sku, std::string_view document) = 0;
};

class ReservationRepository {
public:
    virtual ~ReservationRepository() = default;
    virtual std::optional<Reservation> find(OrderId order) = 0;
    virtual void save(const Reservation& reservation) = 0;
    /// Held ones whose time is up at `now`, the oldest first.
    virtual std::vector<Reservation> due(Instant now, std::size_t limit) = 0;
};

/// What one transaction of inventory may touch.
class InventoryWork {
public:
    virtual ~InventoryWork() = default;
    virtual StockRepository& stock() = 0;
    virtual ReservationRepository& reservations() = 0;
    /// False if inventory has handled this message before.
    virtual bool accept(MessageId message) = 0;
    /// To the outbox. Messages of one subject keep their order: the order that caused them, else what was changed.
    virtual void publish(Event event, std::string subject) = 0;
    /// For the audit log, with this transaction.
    virtual void record(const Act& act) = 0;
};

using InventoryStore = Store<InventoryWork>;

}  // namespace orion::inventory
