#pragma once

#include "orion/ordering/order_queries.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

class SociOrderQueries final : public ordering::OrderQueries {
public:
    explicit SociOrderQueries(Database& database) : database_{database} {}

    Result<std::optional<ordering::OrderView>> find(OrderId order) override;
    Result<std::optional<ordering::OrderedCart>> order_of(CartId cart) override;
    Result<std::optional<ordering::AnswerRecord>> answer(const ordering::AnswerKey& key) override;
    Result<std::vector<ordering::OrderRecord>> records(OrderId order) override;
    Result<std::vector<OrderId>> settled(std::span<const OrderId> orders) override;
    Result<ordering::OverdueCheckouts> overdue(Instant now, std::size_t limit) override;
    Result<std::vector<OrderId>> to_anonymise(std::size_t limit) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
