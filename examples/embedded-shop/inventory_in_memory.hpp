#pragma once

#include "orion/inventory/inventory_store.hpp"

#include "in_memory_store.hpp"

#include <map>

namespace embedded {

struct InventoryTables {
    std::map<orion::Sku, orion::inventory::StockItem> items;
    std::vector<orion::inventory::Movement> ledger;
    std::map<orion::OrderId, orion::inventory::Reservation> reservations;
    Mail mail;
};

class StockInMemory final : public orion::inventory::StockRepository {
public:
    explicit StockInMemory(InventoryTables& tables) : tables_{tables} {}

    std::vector<orion::inventory::StockItem> lock(std::span<const orion::Sku> skus) override {
        std::vector<orion::inventory::StockItem> items;
        for (const auto& sku : std::set<orion::Sku>(skus.begin(), skus.end()))
            if (const auto found = tables_.items.find(sku); found != tables_.items.end())
                items.push_back(found->second);
        return items;
    }

    void open(const orion::inventory::StockItem& item) override { tables_.items.insert_or_assign(item.sku(), item); }

    orion::Result<void> record(const orion::inventory::StockItem& item,
                               const orion::inventory::Movement& movement) override {
        tables_.items.insert_or_assign(item.sku(), item);
        tables_.ledger.push_back(movement);
        return {};
    }

    std::optional<std::int64_t> received(const orion::Sku& sku, std::string_view document) override {
        for (const auto& movement : tables_.ledger)
            if (movement.sku == sku && movement.document == document) return movement.delta_on_hand;
        return std::nullopt;
    }

private:
    InventoryTables& tables_;
};

class ReservationsInMemory final : public orion::inventory::ReservationRepository {
public:
    explicit ReservationsInMemory(InventoryTables& tables) : tables_{tables} {}

    std::optional<orion::inventory::Reservation> find(orion::OrderId order) override {
        const auto found = tables_.reservations.find(order);
        return found == tables_.reservations.end() ? std::nullopt : std::optional{found->second};
    }

    void save(const orion::inventory::Reservation& reservation) override {
        tables_.reservations.insert_or_assign(reservation.order(), reservation);
    }

    std::vector<orion::inventory::Reservation> due(orion::Instant /*now*/, std::size_t /*limit*/) override {
        return {};
    }

private:
    InventoryTables& tables_;
};

class InventoryTransaction final : public orion::inventory::InventoryWork {
public:
    explicit InventoryTransaction(InventoryTables& tables)
        : mail_{tables.mail}, stock_{tables}, reservations_{tables} {}

    orion::inventory::StockRepository& stock() override { return stock_; }
    orion::inventory::ReservationRepository& reservations() override { return reservations_; }
    bool accept(orion::MessageId message) override { return mail_.inbox.insert(message).second; }
    void publish(orion::inventory::Event event, std::string /*subject*/) override {
        mail_.outbox.emplace_back(std::move(event));
    }
    void record(const orion::Act& act) override { mail_.acts.push_back(act); }

private:
    Mail& mail_;
    StockInMemory stock_;
    ReservationsInMemory reservations_;
};

using InventoryInMemory = InMemoryStore<orion::inventory::InventoryWork, InventoryTables, InventoryTransaction>;

}  // namespace embedded
