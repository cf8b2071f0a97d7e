#pragma once

#include "orion/inventory/integration_events.hpp"
#include "orion/inventory/inventory_store.hpp"
#include "orion/inventory/movement.hpp"
#include "orion/inventory/reservation.hpp"
#include "orion/inventory/stock_item.hpp"
#include "orion/inventory/stock_queries.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/ports/acts.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
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

class FakeInventoryWork;
extern template class FakeStore<inventory::InventoryWork, InventoryState, FakeInventoryWork>;

/// Inventory in memory, with a clock and ids that tests control.
class FakeInventory : public FakeStore<inventory::InventoryWork, InventoryState, FakeInventoryWork>,
                      public inventory::StockQueries {
public:
    FakeInventory();
    ~FakeInventory() override;

    Result<std::optional<inventory::StockItem>> find(const Sku& sku) override;
    Result<std::vector<inventory::StockItem>> list(inventory::StockFilter filter, const std::optional<Sku>& after,
                                                   std::size_t limit) override;
    Result<std::vector<inventory::StockDiscrepancy>> discrepancies() override;

    inventory::InventoryStore& store() { return *this; }
    inventory::StockQueries& queries() { return *this; }

    /// The types of all published events, as messages name them, in order.
    std::vector<std::string> published_types() const;

    /// The last published event of a type. Throws if there is none.
    template <class E>
    const E& last() const {
        const auto& published = state().published;
        for (auto each = published.rbegin(); each != published.rend(); ++each)
            if (const auto* event = std::get_if<E>(&each->event)) return *event;
        throw std::logic_error{"nothing of this type was published"};
    }

    FakeClock clock;
    FakeIdGenerator ids;

protected:
    Result<void> run(const Transaction& transaction) override;
};

}  // namespace orion::test
