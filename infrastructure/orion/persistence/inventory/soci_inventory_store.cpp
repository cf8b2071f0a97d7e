#include "orion/persistence/inventory/soci_inventory_store.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/persistence/read_committed.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using inventory::Movement;
using inventory::MovementKind;
using inventory::Reservation;
using inventory::ReservationStatus;
using inventory::StockItem;

constexpr std::string_view consumer = "inventory";

constexpr std::array<std::pair<MovementKind, std::string_view>, 7> kind_names{{
    {MovementKind::receipt, "receipt"},
    {MovementKind::adjustment, "adjustment"},
    {MovementKind::reservation, "reservation"},
    {MovementKind::release, "release"},
    {MovementKind::expiry, "expiry"},
    {MovementKind::sale, "sale"},
    {MovementKind::restock, "restock"},
}};

constexpr std::array<std::pair<ReservationStatus, std::string_view>, 5> status_names{{
    {ReservationStatus::held, "held"},
    {ReservationStatus::consumed, "consumed"},
    {ReservationStatus::released, "released"},
    {ReservationStatus::restocked, "restocked"},
    {ReservationStatus::refused, "refused"},
}};

template <class Names, class Value>
std::string_view name_of(const Names& names, Value value) {
    const auto found = std::ranges::find(names, value, &Names::value_type::first);
    contract(found != names.end(), "every value has a name");
    return found->second;
}

template <class Names>
auto value_of(const Names& names, std::string_view name) {
    const auto found = std::ranges::find(names, name, &Names::value_type::second);
    contract(found != names.end(), "the table holds a known name");
    return found->first;
}

/// What the table holds was checked when it was written.
Sku stored_sku(const std::string& text) {
    auto sku = Sku::parse(text);
    contract(sku.has_value(), "the table holds a SKU");
    return *std::move(sku);
}

std::string join(const std::vector<Sku>& skus) {
    std::string text;
    for (const auto& sku : skus) text += (text.empty() ? "" : " ") + sku.text();
    return text;
}

std::vector<Sku> split(std::string_view text) {
    std::vector<Sku> skus;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        skus.push_back(stored_sku(std::string{text.substr(0, end)}));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return skus;
}

using StockRow = std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;

StockItem to_item(const StockRow& row) {
    const auto& [sku, on_hand, reserved, threshold, version] = row;
    return StockItem::restore({.sku = stored_sku(sku),
                               .on_hand = on_hand,
                               .reserved = reserved,
                               .low_stock_threshold = threshold,
                               .version = version});
}

std::optional<StockItem> find_item(Session& session, const Sku& sku) {
    const auto row = session.row<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
        "SELECT sku, on_hand, reserved, low_stock_threshold, version FROM inventory_stock WHERE sku = :1", sku);
    if (!row) return std::nullopt;
    return to_item(*row);
}

// Rows that are locked in one order never wait for each other in a circle. References to a row do not wait for it.
constexpr Sql lock_stock = joined_sql<
    "SELECT sku, on_hand, reserved, low_stock_threshold, version FROM inventory_stock"
    " WHERE sku IN (SELECT r.value ->> 0 FROM",
    json_rows, ") ORDER BY sku", detail::SqlPart{"", " FOR NO KEY UPDATE"}>;

constexpr Sql move_stock = joined_sql<
    "UPDATE inventory_stock SET on_hand = on_hand + CAST(r.value ->> 1 AS bigint),"
    " reserved = reserved + CAST(r.value ->> 2 AS bigint), version = CAST(r.value ->> 4 AS bigint) FROM",
    json_rows, "WHERE sku = r.value ->> 0 AND version = CAST(r.value ->> 3 AS bigint)">;

constexpr Sql add_movements = joined_sql<
    "INSERT INTO inventory_movements (sku, kind, delta_on_hand, delta_reserved, reason, actor, document, order_id, at)"
    " SELECT r.value ->> 0, r.value ->> 1, CAST(r.value ->> 2 AS bigint), CAST(r.value ->> 3 AS bigint),"
    " r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7, CAST(r.value ->> 8 AS bigint) FROM",
    json_rows>;

constexpr detail::SqlPart for_update{"", " FOR UPDATE"};
constexpr detail::SqlPart select_reservation{"SELECT v.order_id, v.status, v.short_of, v.expires_at, (SELECT "};
constexpr detail::SqlPart from_reservations{
    " FROM inventory_reservation_lines l WHERE l.order_id = v.order_id) FROM inventory_reservations v"};
constexpr Sql reservation_of = joined_sql<select_reservation, list, "l.quantity, l.sku", list_end, from_reservations,
                                          " WHERE v.order_id = :1", for_update>;
constexpr Sql due_reservations =
    joined_sql<select_reservation, list, "l.quantity, l.sku", list_end, from_reservations,
               " WHERE v.status = 'held' AND v.expires_at <= :1 ORDER BY v.expires_at, v.order_id LIMIT :2",
               for_update>;

constexpr Sql add_lines = joined_sql<
    "INSERT INTO inventory_reservation_lines (order_id, sku, quantity)"
    " SELECT :2, r.value ->> 0, CAST(r.value ->> 1 AS bigint) FROM",
    json_rows>;

class StockRows : public inventory::StockRepository {
public:
    explicit StockRows(Session& session) : session_{session} {}

    std::vector<StockItem> lock(std::span<const Sku> skus) override {
        flush();
        JsonRows asked;
        for (const auto& sku : skus) asked.add(sku);
        std::vector<StockItem> items;
        for (const auto& row : session_.rows<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
                 lock_stock, asked.text())) {
            items.push_back(to_item(row));
            versions_.insert_or_assign(items.back().sku(), items.back().version());
        }
        return items;
    }

    void open(const StockItem& item) override {
        session_.send(
            "INSERT INTO inventory_stock (sku, on_hand, reserved, low_stock_threshold, version) "
            "VALUES (:1, :2, :3, :4, :5) ON CONFLICT (sku) DO NOTHING",
            item.sku(), item.on_hand(), item.reserved(), item.snapshot().low_stock_threshold, item.version());
    }

    Result<void> record(const StockItem& item, const Movement& movement) override {
        const auto locked = versions_.find(item.sku());
        if (locked == versions_.end() || locked->second != item.version() - 1) {
            return fail(ErrorKind::unavailable, "stock_changed", "The stock was changed meanwhile; try again.");
        }
        auto& change = changes_.try_emplace(item.sku(), Change{.from_version = locked->second}).first->second;
        change.on_hand += movement.delta_on_hand;
        change.reserved += movement.delta_reserved;
        change.to_version = item.version();
        locked->second = item.version();
        movements_.add(movement.sku, name_of(kind_names, movement.kind), movement.delta_on_hand,
                       movement.delta_reserved, movement.reason, movement.actor, movement.document, movement.order,
                       movement.at);
        return {};
    }

    std::optional<std::int64_t> received(const Sku& sku, std::string_view document) override {
        flush();
        const auto row = session_.row<std::int64_t>(
            "SELECT delta_on_hand FROM inventory_movements WHERE sku = :1 AND document = :2 AND kind = 'receipt'", sku,
            document);
        if (!row) return std::nullopt;
        return std::get<0>(*row);
    }

    /// Writes what was recorded, all of it at once.
    void flush() {
        if (changes_.empty()) return;
        JsonRows rows;
        for (const auto& [sku, change] : changes_)
            rows.add(sku, change.on_hand, change.reserved, change.from_version, change.to_version);
        const auto changed = session_.run(move_stock, rows.text());
        contract(std::cmp_equal(changed, rows.size()), "what is locked does not change");
        session_.send(add_movements, movements_.text());
        changes_.clear();
        movements_ = {};
    }

private:
    struct Change {
        std::int64_t on_hand = 0;
        std::int64_t reserved = 0;
        std::int64_t from_version = 0;
        std::int64_t to_version = 0;
    };

    Session& session_;
    std::map<Sku, std::int64_t> versions_;
    std::map<Sku, Change> changes_;
    JsonRows movements_;
};

using ReservationRow = std::tuple<std::string, std::string, std::string, std::int64_t, std::string>;

Reservation to_reservation(const ReservationRow& row) {
    const auto& [order, status, short_of, expires_at, line_rows] = row;
    std::vector<inventory::ReservedLine> lines;
    for (const auto& line : json_rows_from(line_rows))
        lines.push_back({.sku = stored_sku(line.text(1)), .quantity = line.integer(0)});
    std::ranges::sort(lines, {}, &inventory::ReservedLine::sku);
    const auto id = OrderId::parse(order);
    contract(id.has_value(), "the table holds an id");
    return Reservation::restore({.order = *id,
                                 .status = value_of(status_names, status),
                                 .lines = std::move(lines),
                                 .short_of = split(short_of),
                                 .expires_at = Instant{std::chrono::milliseconds{expires_at}}});
}

class ReservationRows : public inventory::ReservationRepository {
public:
    explicit ReservationRows(Session& session) : session_{session} {}

    std::optional<Reservation> find(OrderId order) override {
        const auto row =
            session_.row<std::string, std::string, std::string, std::int64_t, std::string>(reservation_of, order);
        if (!row) return std::nullopt;
        found_.insert(order);
        return to_reservation(*row);
    }

    void save(const Reservation& reservation) override {
        const auto order = reservation.order();
        const auto status = name_of(status_names, reservation.status());
        if (found_.contains(order)) {
            session_.send("UPDATE inventory_reservations SET status = :2 WHERE order_id = :1", order, status);
            return;
        }
        const auto added = session_.run(
            "INSERT INTO inventory_reservations (order_id, status, short_of, expires_at) VALUES (:1, :2, :3, :4) "
            "ON CONFLICT (order_id) DO NOTHING",
            order, status, join(reservation.short_of()), reservation.expires_at());
        if (added == 0) throw DatabaseUnavailable{"the order was reserved meanwhile"};
        found_.insert(order);
        JsonRows lines;
        for (const auto& line : reservation.lines()) lines.add(line.sku, line.quantity);
        if (!lines.empty()) session_.send(add_lines, lines.text(), order);
    }

    std::vector<Reservation> due(Instant now, std::size_t limit) override {
        std::vector<Reservation> found;
        for (const auto& row : session_.rows<std::string, std::string, std::string, std::int64_t, std::string>(
                 due_reservations, now, static_cast<std::int64_t>(limit))) {
            found.push_back(to_reservation(row));
            found_.insert(found.back().order());
        }
        return found;
    }

private:
    Session& session_;
    std::set<OrderId> found_;
};

class InventoryRows : public inventory::InventoryWork {
public:
    InventoryRows(Session& session, const Clock& clock, IdGenerator& ids, const Performer& performer)
        : session_{session}, clock_{clock}, ids_{ids}, performer_{performer}, stock_{session}, reservations_{session} {}

    inventory::StockRepository& stock() override { return stock_; }
    inventory::ReservationRepository& reservations() override { return reservations_; }
    bool accept(MessageId message) override { return Inbox{clock_}.accept(session_, consumer, message); }
    void publish(inventory::Event event, std::string subject) override {
        published_.push_back(messaging::encode(
            event, {.id = ids_.next<MessageId>(), .time = clock_.now(), .subject = std::move(subject)}));
    }
    void record(const Act& act) override {
        published_.push_back(
            messaging::encode(performed_by(performer_, act), {.id = ids_.next<MessageId>(), .time = clock_.now()}));
    }

    /// Writes what waits for the end of the transaction.
    void finish() {
        stock_.flush();
        Outbox{}.append(session_, published_);
    }

private:
    Session& session_;
    const Clock& clock_;
    IdGenerator& ids_;
    const Performer& performer_;
    StockRows stock_;
    ReservationRows reservations_;
    std::vector<Envelope> published_;
};

}  // namespace

Result<void> SociInventoryStore::run(const Transaction& transaction) {
    // Asked for here: the transaction may run on another thread.
    return database_.write([&, performer = current_performer()](Session& session) -> Result<void> {
        use_latest_rows(session);
        InventoryRows work{session, clock_, ids_, performer};
        ORION_CHECK(transaction(work));
        work.finish();
        return {};
    });
}

Result<std::optional<StockItem>> SociStockQueries::find(const Sku& sku) {
    return database_.query(
        [&](Session& session) -> Result<std::optional<StockItem>> { return find_item(session, sku); });
}

Result<std::vector<StockItem>> SociStockQueries::list(inventory::StockFilter filter, const std::optional<Sku>& after,
                                                      std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<StockItem>> {
        const std::string start = after ? after->text() : "";
        const auto count = static_cast<std::int64_t>(limit);
        const auto rows =
            filter == inventory::StockFilter::all
                ? session.rows<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
                      "SELECT sku, on_hand, reserved, low_stock_threshold, version FROM inventory_stock "
                      "WHERE sku > :1 ORDER BY sku LIMIT :2",
                      start, count)
                : session.rows<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
                      "SELECT sku, on_hand, reserved, low_stock_threshold, version FROM inventory_stock "
                      "WHERE sku > :1 AND on_hand - reserved <= low_stock_threshold ORDER BY sku LIMIT :2",
                      start, count);
        std::vector<StockItem> items;
        for (const auto& row : rows) items.push_back(to_item(row));
        return items;
    });
}

Result<std::vector<inventory::StockDiscrepancy>> SociStockQueries::discrepancies() {
    return database_.query([](Session& session) -> Result<std::vector<inventory::StockDiscrepancy>> {
        std::vector<inventory::StockDiscrepancy> found;
        for (const auto& [sku, what, stock, expected] :
             session.rows<std::string, std::string, std::int64_t, std::int64_t>(
                 "WITH ledger AS (SELECT sku, CAST(sum(delta_on_hand) AS bigint) AS on_hand, "
                 "                CAST(sum(delta_reserved) AS bigint) AS reserved "
                 "                FROM inventory_movements GROUP BY sku), "
                 "held AS (SELECT sku, CAST(sum(quantity) AS bigint) AS quantity "
                 "         FROM inventory_reservation_lines JOIN inventory_reservations USING (order_id) "
                 "         WHERE status = 'held' GROUP BY sku), "
                 "pairs AS (SELECT s.sku, 'on_hand' AS what, s.on_hand AS stock, coalesce(ledger.on_hand, 0) AS "
                 "expected "
                 "          FROM inventory_stock s LEFT JOIN ledger USING (sku) "
                 "          UNION ALL SELECT s.sku, 'reserved', s.reserved, coalesce(ledger.reserved, 0) "
                 "          FROM inventory_stock s LEFT JOIN ledger USING (sku) "
                 "          UNION ALL SELECT s.sku, 'held', s.reserved, coalesce(held.quantity, 0) "
                 "          FROM inventory_stock s LEFT JOIN held USING (sku)) "
                 "SELECT sku, what, stock, expected FROM pairs WHERE stock <> expected ORDER BY sku, what")) {
            found.push_back({.sku = stored_sku(sku), .what = what, .stock = stock, .expected = expected});
        }
        return found;
    });
}

}  // namespace orion::persistence
