#pragma once

#include "orion/billing/payment_queries.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

/// Needs the schema module `billing`.
class SociPaymentQueries final : public billing::PaymentQueries {
public:
    explicit SociPaymentQueries(Database& database) : database_{database} {}

    Result<std::optional<billing::Payment>> find(OrderId order) override;
    Result<std::vector<OrderId>> awaiting_outcome(const billing::AwaitingOutcomeQuery& query) override;
    Result<std::vector<billing::Payment>> list(const std::optional<OrderId>& after, std::size_t limit) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
