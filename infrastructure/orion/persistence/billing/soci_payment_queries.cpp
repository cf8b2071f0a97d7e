#include "orion/persistence/billing/soci_payment_queries.hpp"

#include "orion/persistence/billing/payment_row.hpp"

namespace orion::persistence {

Result<std::optional<billing::Payment>> SociPaymentQueries::find(OrderId order) {
    return database_.query(
        [&](Session& session) -> Result<std::optional<billing::Payment>> { return find_payment(session, order); });
}

Result<std::vector<OrderId>> SociPaymentQueries::awaiting_outcome(const billing::AwaitingOutcomeQuery& query) {
    return database_.query([&](Session& session) -> Result<std::vector<OrderId>> {
        const auto rows = session.rows<std::string>(
            "SELECT order_id FROM billing_payments WHERE status = 'requested' AND requested_at < :1"
            " ORDER BY requested_at LIMIT :2",
            query.requested_before, static_cast<std::int64_t>(query.limit));
        std::vector<OrderId> orders;
        for (const auto& [order] : rows) orders.push_back(OrderId::parse(order).value());
        return orders;
    });
}

Result<std::vector<billing::Payment>> SociPaymentQueries::list(const std::optional<OrderId>& after, std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<billing::Payment>> {
        return list_payments(session, after, limit);
    });
}

}  // namespace orion::persistence
