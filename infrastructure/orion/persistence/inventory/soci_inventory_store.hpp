#pragma once

#include "orion/inventory/inventory_store.hpp"
#include "orion/inventory/stock_queries.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

namespace orion::persistence {

class Database;

/// Inventory in tables `inventory_…` of one database, with the outbox and the inbox beside them. Needs the schema
/// modules `messaging` and `inventory`.
class SociInventoryStore : public inventory::InventoryStore {
public:
    SociInventoryStore(Database& database, const Clock& clock, IdGenerator& ids)
        : database_{database}, clock_{clock}, ids_{ids} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
    const Clock& clock_;
    IdGenerator& ids_;
};

class SociStockQueries : public inventory::StockQueries {
public:
    explicit SociStockQueries(Database& database) : database_{database} {}
    Result<std::optional<inventory::StockItem>> find(const Sku& sku) override;
    Result<std::vector<inventory::StockItem>> list(inventory::StockFilter filter, const std::optional<Sku>& after,
                                                   std::size_t limit) override;
    Result<std::vector<inventory::StockDiscrepancy>> discrepancies() override;

private:
    Database& database_;
};

}  // namespace orion::persistence
