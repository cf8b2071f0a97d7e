#include "orion/persistence/ordering/soci_order_queries.hpp"

#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"
#include "orion/persistence/ordering/soci_answer_repository.hpp"
#include "orion/persistence/ordering/soci_order_repository.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace orion::persistence {
namespace {

constexpr Sql settled_ones = joined_sql<"SELECT o.id FROM", json_rows,
                                        "JOIN ordering_orders o ON o.id = r.value ->> 0"
                                        " JOIN ordering_checkouts c ON c.order_id = o.id"
                                        " WHERE o.status <> 'pending' AND c.state = 'done'">;

}  // namespace

Result<std::optional<ordering::OrderView>> SociOrderQueries::find(OrderId order) {
    return database_.query(
        [&](Session& session) -> Result<std::optional<ordering::OrderView>> { return read_order(session, order); });
}

Result<std::optional<ordering::OrderedCart>> SociOrderQueries::order_of(CartId cart) {
    return database_.query([&](Session& session) -> Result<std::optional<ordering::OrderedCart>> {
        const auto row = session.row<std::string, std::int64_t>(
            "SELECT id, placed_at FROM ordering_orders WHERE cart_id = :1", cart);
        if (!row) return std::nullopt;
        const auto& [order, placed_at] = *row;
        return ordering::OrderedCart{.order = OrderId::parse(order).value(),
                                     .placed_at = Instant{std::chrono::milliseconds{placed_at}}};
    });
}

Result<std::optional<ordering::AnswerRecord>> SociOrderQueries::answer(const ordering::AnswerKey& key) {
    return database_.query(
        [&](Session& session) -> Result<std::optional<ordering::AnswerRecord>> { return read_answer(session, key); });
}

Result<std::vector<ordering::OrderRecord>> SociOrderQueries::records(OrderId order) {
    return database_.query([&](Session& session) -> Result<std::vector<ordering::OrderRecord>> {
        return read_order_records(session, order);
    });
}

Result<std::vector<OrderId>> SociOrderQueries::settled(std::span<const OrderId> orders) {
    JsonRows asked;
    for (const auto& order : orders) asked.add(order);
    return database_.query([&](Session& session) -> Result<std::vector<OrderId>> {
        std::vector<OrderId> found;
        for (const auto& [order] : session.rows<std::string>(settled_ones, asked.text()))
            found.push_back(OrderId::parse(order).value());
        return found;
    });
}

Result<ordering::OverdueCheckouts> SociOrderQueries::overdue(Instant now, std::size_t limit) {
    return database_.read([&](Session& session) -> Result<ordering::OverdueCheckouts> {
        ordering::OverdueCheckouts overdue;
        for (const auto& [order] : session.rows<std::string>(
                 "SELECT order_id FROM ordering_checkouts WHERE wakes_at <= :1 ORDER BY wakes_at, order_id LIMIT :2",
                 now, static_cast<std::int64_t>(limit))) {
            overdue.due.push_back(OrderId::parse(order).value());
        }
        const auto parked = session.row<std::int64_t>("SELECT count(*) FROM ordering_checkouts WHERE parked = 1");
        overdue.parked = static_cast<std::size_t>(std::get<0>(*parked));
        return overdue;
    });
}

Result<std::vector<OrderId>> SociOrderQueries::to_anonymise(std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<OrderId>> {
        std::vector<OrderId> found;
        for (const auto& [order] : session.rows<std::string>(
                 "SELECT o.id FROM ordering_orders o JOIN ordering_checkouts c ON c.order_id = o.id"
                 " WHERE o.erasure_due = 1 AND o.status <> 'pending' AND c.state = 'done' ORDER BY o.id LIMIT :1",
                 static_cast<std::int64_t>(limit)))
            found.push_back(OrderId::parse(order).value());
        return found;
    });
}

}  // namespace orion::persistence
