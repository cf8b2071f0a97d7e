#include "orion/persistence/ordering/soci_order_lists.hpp"

#include "orion/persistence/joined_sql.hpp"
#include "orion/persistence/ordering/soci_order_repository.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace orion::persistence {
namespace {

using detail::SqlPart;
using ordering::OrderPageQuery;
using ordering::OrderSortField;
using ordering::SortDirection;

// Parameters of every statement: :1 and :2 key and id that the page comes after, :3 whose orders, :4 the status, :5 and
// :6 from when to when, :7 and :8 lowest and highest total, :9 the part that is looked for, :10 how many, :11 the
// address.
//
// Whose orders decides which index serves, so it is left out of the text where it is not asked for. The rest only ever
// looks at one order.
constexpr SqlPart everybody{"CAST(:3 AS text) IS NULL"};
constexpr SqlPart customer{"o.customer_id = :3"};
constexpr SqlPart recipient{"lower(o.email) = :3", "lower(o.email COLLATE \"C\") = :3"};

constexpr SqlPart filters{
    " AND o.placed_at BETWEEN :5 AND :6 AND o.total BETWEEN :7 AND :8"
    " AND (CAST(:4 AS text) IS NULL OR o.status = :4) AND (CAST(:11 AS text) IS NULL OR lower(o.email) = :11)"
    " AND (CAST(:9 AS text) IS NULL OR instr(o.number, :9) > 0 OR EXISTS (SELECT 1 FROM ordering_lines l"
    " WHERE l.order_id = o.id AND (instr(lower(l.sku), :9) > 0 OR instr(lower(l.title), :9) > 0)))",
    " AND o.placed_at BETWEEN :5 AND :6 AND o.total BETWEEN :7 AND :8"
    " AND (CAST(:4 AS text) IS NULL OR o.status = :4)"
    " AND (CAST(:11 AS text) IS NULL OR lower(o.email COLLATE \"C\") = :11)"
    " AND (CAST(:9 AS text) IS NULL OR strpos(o.number, :9) > 0 OR EXISTS (SELECT 1 FROM ordering_lines l"
    " WHERE l.order_id = o.id AND (strpos(lower(l.sku COLLATE \"C\"), :9) > 0"
    " OR strpos(lower(l.title COLLATE \"C\"), :9) > 0)))"};

constexpr SqlPart time{"o.placed_at"};
constexpr SqlPart total{"o.total"};

template <SqlPart Whose, SqlPart Key>
constexpr Sql upwards = detail::joined_sql<"SELECT o.id FROM ordering_orders o WHERE ", Whose, " AND (", Key,
                                           ", o.id) > (:1, :2)", filters, " ORDER BY ", Key, ", o.id LIMIT :10">;
template <SqlPart Whose, SqlPart Key>
constexpr Sql downwards =
    detail::joined_sql<"SELECT o.id FROM ordering_orders o WHERE ", Whose, " AND (", Key, ", o.id) < (:1, :2)", filters,
                       " ORDER BY ", Key, " DESC, o.id DESC LIMIT :10">;

template <SqlPart Whose>
Sql sorted(const ordering::OrderSort& sort) {
    const bool is_upwards = sort.direction == SortDirection::ascending;
    if (sort.field == OrderSortField::total) return is_upwards ? upwards<Whose, total> : downwards<Whose, total>;
    return is_upwards ? upwards<Whose, time> : downwards<Whose, time>;
}

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

std::int64_t milliseconds(const std::optional<Instant>& instant, std::int64_t otherwise) {
    return instant ? instant->time_since_epoch().count() : otherwise;
}

struct Bounds {
    std::int64_t from;
    std::int64_t to;

    /// Leaves out what a page after `key` does not hold: SQLite enters an index by the bounds only, and would read
    /// every order of the pages before again.
    void begin_at(std::int64_t key, bool is_upwards) {
        if (is_upwards) {
            from = std::max(from, key);
        } else {
            to = std::min(to, key);
        }
    }
};

}  // namespace

Result<std::vector<ordering::OrderView>> SociOrderLists::list(const OrderPageQuery& query) {
    const auto& filter = query.filter;
    const bool is_upwards = query.sort.direction == SortDirection::ascending;
    const auto after_key = query.after ? query.after->key : (is_upwards ? lowest : highest);
    // No id is empty, and none is greater than "~".
    const auto after_id = query.after ? query.after->order.to_string() : std::string{is_upwards ? "" : "~"};
    const auto status = filter.status ? std::optional{std::string{to_text(*filter.status)}} : std::nullopt;
    auto email = filter.email ? std::optional{filter.email->folded()} : std::nullopt;
    Bounds times{.from = milliseconds(filter.from, lowest), .to = milliseconds(filter.to, highest)};
    Bounds totals{.from = filter.min_total.value_or(lowest), .to = filter.max_total.value_or(highest)};
    (query.sort.field == OrderSortField::total ? totals : times).begin_at(after_key, is_upwards);
    std::optional<std::string> whose;
    auto statement = sorted<everybody>(query.sort);
    if (filter.customer) {
        statement = sorted<customer>(query.sort);
        whose = filter.customer->to_string();
    } else if (email) {
        statement = sorted<recipient>(query.sort);
        whose = std::exchange(email, std::nullopt);
    }
    return database_.read([&](Session& session) -> Result<std::vector<ordering::OrderView>> {
        std::vector<OrderId> found;
        for (const auto& [id] :
             session.rows<std::string>(statement, after_key, after_id, whose, status, times.from, times.to, totals.from,
                                       totals.to, filter.part, static_cast<std::int64_t>(query.limit), email))
            found.push_back(OrderId::parse(id).value());
        return read_orders(session, found);
    });
}

}  // namespace orion::persistence
