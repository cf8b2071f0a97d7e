#include "orion/persistence/inventory/soci_inventory_store.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"

#include <algorithm>
#include <array>
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

class StockRows : public inventory::StockRepository {
public:
    explicit StockRows(Session& session) : session_{session} {}

    // The only writer of the file runs this: nobody else changes anything until the transaction ends.
    std::vector<StockItem> lock(std::span<const Sku> skus) override {
        std::vector<Sku> sorted{skus.begin(), skus.end()};
        std::ranges::sort(sorted);
        sorted.erase(std::ranges::unique(sorted).begin(), sorted.end());
        std::vector<StockItem> items;
        for (const auto& sku : sorted) {
            if (auto item = find_item(session_, sku)) items.push_back(*std::move(item));
        }
        return items;
    }

    void open(const StockItem& item) override {
        session_.run(
            "INSERT INTO inventory_stock (sku, on_hand, reserved, low_stock_threshold, version) "
            "VALUES (:1, :2, :3, :4, :5)",
            item.sku(), item.on_hand(), item.reserved(), item.snapshot().low_stock_threshold, item.version());
    }

    Result<void> record(const StockItem& item, const Movement& movement) override {
        const auto changed = session_.run(
            "UPDATE inventory_stock SET on_hand = on_hand + :2, reserved = reserved + :3, version = version + 1 "
            "WHERE sku = :1 AND version = :4",
            item.sku(), movement.delta_on_hand, movement.delta_reserved, item.version() - 1);
        if (changed != 1) {
            return fail(ErrorKind::unavailable, "stock_changed", "The stock was changed meanwhile; try again.");
        }
        session_.run(
            "INSERT INTO inventory_movements "
            "(sku, kind, delta_on_hand, delta_reserved, reason, actor, document, order_id, at) "
            "VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
            movement.sku, name_of(kind_names, movement.kind), movement.delta_on_hand, movement.delta_reserved,
            movement.reason, movement.actor, movement.document, movement.order, movement.at);
        return {};
    }

    std::optional<std::int64_t> received(const Sku& sku, std::string_view document) override {
        const auto row = session_.row<std::int64_t>(
            "SELECT delta_on_hand FROM inventory_movements WHERE sku = :1 AND document = :2 AND kind = 'receipt'", sku,
            document);
        if (!row) return std::nullopt;
        return std::get<0>(*row);
    }

private:
    Session& session_;
};

class ReservationRows : public inventory::ReservationRepository {
public:
    explicit ReservationRows(Session& session) : session_{session} {}

    std::optional<Reservation> find(OrderId order) override {
        const auto row = session_.row<std::string, std::string, std::int64_t>(
            "SELECT status, short_of, expires_at FROM inventory_reservations WHERE order_id = :1", order);
        if (!row) return std::nullopt;
        const auto& [status, short_of, expires_at] = *row;
        std::vector<inventory::ReservedLine> lines;
        for (const auto& [sku, quantity] : session_.rows<std::string, std::int64_t>(
                 "SELECT sku, quantity FROM inventory_reservation_lines WHERE order_id = :1 ORDER BY sku", order)) {
            lines.push_back({.sku = stored_sku(sku), .quantity = quantity});
        }
        return Reservation::restore({.order = order,
                                     .status = value_of(status_names, status),
                                     .lines = std::move(lines),
                                     .short_of = split(short_of),
                                     .expires_at = Instant{std::chrono::milliseconds{expires_at}}});
    }

    void save(const Reservation& reservation) override {
        const auto status = name_of(status_names, reservation.status());
        const auto known = session_.run("UPDATE inventory_reservations SET status = :2 WHERE order_id = :1",
                                        reservation.order(), status);
        if (known == 1) return;
        session_.run(
            "INSERT INTO inventory_reservations (order_id, status, short_of, expires_at) VALUES (:1, :2, :3, :4)",
            reservation.order(), status, join(reservation.short_of()), reservation.expires_at());
        for (const auto& line : reservation.lines()) {
            session_.run("INSERT INTO inventory_reservation_lines (order_id, sku, quantity) VALUES (:1, :2, :3)",
                         reservation.order(), line.sku, line.quantity);
        }
    }

    std::vector<Reservation> due(Instant now, std::size_t limit) override {
        std::vector<Reservation> found;
        for (const auto& [order] : session_.rows<std::string>(
                 "SELECT order_id FROM inventory_reservations WHERE status = 'held' AND expires_at <= :1 "
                 "ORDER BY expires_at LIMIT :2",
                 now, static_cast<std::int64_t>(limit))) {
            const auto id = OrderId::parse(order);
            contract(id.has_value(), "the table holds an id");
            found.push_back(*find(*id));
        }
        return found;
    }

private:
    Session& session_;
};

class InventoryRows : public inventory::InventoryWork {
public:
    InventoryRows(Session& session, const Clock& clock, IdGenerator& ids)
        : session_{session}, clock_{clock}, ids_{ids}, stock_{session}, reservations_{session} {}

    inventory::StockRepository& stock() override { return stock_; }
    inventory::ReservationRepository& reservations() override { return reservations_; }
    bool accept(MessageId message) override { return Inbox{clock_}.accept(session_, consumer, message); }
    void publish(inventory::Event event, std::string subject) override {
        Outbox{}.append(
            session_, messaging::encode(
                          event, {.id = ids_.next<MessageId>(), .time = clock_.now(), .subject = std::move(subject)}));
    }

private:
    Session& session_;
    const Clock& clock_;
    IdGenerator& ids_;
    StockRows stock_;
    ReservationRows reservations_;
};

}  // namespace

Result<void> SociInventoryStore::run(const Transaction& transaction) {
    return database_.write([&](Session& session) {
        InventoryRows work{session, clock_, ids_};
        return transaction(work);
    });
}

Result<std::optional<StockItem>> SociStockQueries::find(const Sku& sku) {
    return database_.read(
        [&](Session& session) -> Result<std::optional<StockItem>> { return find_item(session, sku); });
}

Result<std::vector<StockItem>> SociStockQueries::list(inventory::StockFilter filter, const std::optional<Sku>& after,
                                                      std::size_t limit) {
    return database_.read([&](Session& session) -> Result<std::vector<StockItem>> {
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
    return database_.read([](Session& session) -> Result<std::vector<inventory::StockDiscrepancy>> {
        std::vector<inventory::StockDiscrepancy> found;
        for (const auto& [sku, what, stock, expected] :
             session.rows<std::string, std::string, std::int64_t, std::int64_t>(
                 "WITH ledger AS (SELECT sku, sum(delta_on_hand) AS on_hand, sum(delta_reserved) AS reserved "
                 "                FROM inventory_movements GROUP BY sku), "
                 "held AS (SELECT sku, sum(quantity) AS quantity "
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
