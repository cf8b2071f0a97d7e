#pragma once

#include "orion/ordering/ordering_store.hpp"
#include "orion/persistence/session.hpp"

#include <optional>
#include <vector>

namespace orion::persistence {

/// The order as it is stored; also for reading outside transactions.
std::optional<ordering::OrderSnapshot> read_order(Session& session, OrderId order);
/// In the order of `orders`, all of which exist.
std::vector<ordering::OrderSnapshot> read_orders(Session& session, const std::vector<OrderId>& orders);
std::vector<ordering::OrderRecord> read_order_records(Session& session, OrderId order);

class SociOrderRepository final : public ordering::OrderRepository {
public:
    explicit SociOrderRepository(Session& session) : session_{session} {}

    std::string next_number() override;
    std::optional<ordering::Order> find(OrderId order) override;
    Result<void> save(ordering::Order& order) override;
    void disown_all(UserId customer) override;
    void anonymise(std::span<const OrderId> orders) override;

private:
    Result<void> insert(const ordering::OrderSnapshot& order);
    bool update(const ordering::OrderSnapshot& order, int stored_version);

    Session& session_;
};

}  // namespace orion::persistence
