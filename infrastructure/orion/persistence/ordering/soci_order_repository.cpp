#include "orion/persistence/ordering/soci_order_repository.hpp"

#include "orion/ordering/anonymous.hpp"
#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"
#include "orion/persistence/ordering/order_changed.hpp"

#include <chrono>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using ordering::OrderLine;
using ordering::OrderRecord;
using ordering::OrderSnapshot;
using ordering::to_text;
using Text = std::string;
using MaybeText = std::optional<std::string>;

Instant instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::vector<OrderLine> lines_of(std::string_view json, Currency currency) {
    std::vector<OrderLine> lines;
    for (const auto& row : json_rows_from(json)) {
        lines.push_back({.sku = Sku::parse(row.text(1)).value(),
                         .title = row.text(2),
                         .quantity = Quantity::parse(row.integer(3)).value(),
                         .unit_price = Money{row.integer(4), currency},
                         .line_total = Money{row.integer(5), currency}});
    }
    return lines;
}

/// The shipping address, and the billing address if there is one.
std::vector<Address> addresses_of(std::string_view json) {
    std::vector<Address> addresses;
    for (const auto& row : json_rows_from(json)) {
        addresses.push_back(Address::restore({.name = row.text(1),
                                              .line1 = row.text(2),
                                              .line2 = row.maybe_text(3),
                                              .city = row.text(4),
                                              .region = row.maybe_text(5),
                                              .postcode = row.text(6),
                                              .country = row.text(7)}));
    }
    contract(!addresses.empty(), "an order is sent somewhere");
    return addresses;
}

constexpr detail::SqlPart order_columns = detail::joined_part<
    "SELECT o.id, o.number, o.cart_id, o.customer_id, o.status, o.payment_status, o.fulfilment_status,"
    " o.failure_reason, o.currency, o.subtotal, o.discount_total, o.tax_total, o.shipping_total, o.total, o.email,"
    " o.placed_at, o.updated_at, o.version, (SELECT ",
    list, "CASE kind WHEN 'shipping' THEN 0 ELSE 1 END, name, line1, line2, city, region, postcode, country", list_end,
    " FROM ordering_addresses WHERE order_id = o.id), (SELECT ", list,
    "position, sku, title, quantity, unit_price, line_total", list_end,
    " FROM ordering_lines WHERE order_id = o.id) FROM ">;

constexpr Sql order_by_id = joined_sql<order_columns, "ordering_orders o WHERE o.id = :1">;
constexpr Sql orders_by_ids = joined_sql<order_columns, json_rows, "JOIN ordering_orders o ON o.id = r.value ->> 0">;

constexpr Sql add_addresses = joined_sql<
    "INSERT INTO ordering_addresses (order_id, kind, name, line1, line2, city, region, postcode, country)"
    " SELECT :2, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5,"
    " r.value ->> 6, r.value ->> 7 FROM",
    json_rows>;

constexpr Sql add_lines = joined_sql<
    "INSERT INTO ordering_lines (order_id, position, sku, title, quantity, unit_price, line_total)"
    " SELECT :2, CAST(r.value ->> 0 AS bigint), r.value ->> 1, r.value ->> 2, CAST(r.value ->> 3 AS bigint),"
    " CAST(r.value ->> 4 AS bigint), CAST(r.value ->> 5 AS bigint) FROM",
    json_rows>;

constexpr Sql add_records = joined_sql<
    "INSERT INTO ordering_history (order_id, version, at, from_status, to_status, payment_status, by, reason, detail)"
    " SELECT :2, CAST(r.value ->> 0 AS bigint), CAST(r.value ->> 1 AS bigint), r.value ->> 2, r.value ->> 3,"
    " r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7 FROM",
    json_rows>;

constexpr detail::SqlPart of_them{" IN (SELECT r.value ->> 0 FROM"};
constexpr Sql anonymise_addresses = joined_sql<
    "UPDATE ordering_addresses SET name = :2, line1 = :2, line2 = NULL, city = :2, region = NULL,"
    " postcode = :2 WHERE order_id",
    of_them, json_rows, ")">;
constexpr Sql anonymise_records =
    joined_sql<"UPDATE ordering_history SET reason = :2 WHERE by = 'customer' AND reason IS NOT NULL AND order_id",
               of_them, json_rows, ")">;
constexpr Sql anonymise_orders =
    joined_sql<"UPDATE ordering_orders SET email = :2, erasure_due = 0 WHERE id", of_them, json_rows, ")">;

using OrderRow =
    std::tuple<Text, Text, Text, MaybeText, Text, Text, Text, MaybeText, Text, std::int64_t, std::int64_t, std::int64_t,
               std::int64_t, std::int64_t, Text, std::int64_t, std::int64_t, std::int64_t, Text, Text>;

/// Of `order_columns`.
OrderSnapshot snapshot_of(OrderRow row) {
    auto& [id, number, cart, customer, status, payment, fulfilment, failure, currency_code, subtotal, discount, tax,
           shipping, total, email, placed_at, updated_at, version, address_rows, line_rows] = row;
    const auto currency = Currency::parse(currency_code).value();
    auto addresses = addresses_of(address_rows);
    return OrderSnapshot{
        .id = OrderId::parse(id).value(),
        .number = std::move(number),
        .cart = CartId::parse(cart).value(),
        .customer = customer ? std::optional{UserId::parse(*customer).value()} : std::nullopt,
        .status = ordering::parse_order_status(status).value(),
        .payment_status = ordering::parse_payment_status(payment).value(),
        .fulfilment_status = ordering::parse_fulfilment_status(fulfilment).value(),
        .failure_reason = failure ? std::optional{ordering::parse_failure_reason(*failure).value()} : std::nullopt,
        .lines = lines_of(line_rows, currency),
        .totals = {.subtotal = Money{subtotal, currency},
                   .discount_total = Money{discount, currency},
                   .tax_total = Money{tax, currency},
                   .shipping_total = Money{shipping, currency},
                   .total = Money{total, currency}},
        .email = Email::parse(email).value(),
        .shipping_address = addresses.front(),
        .billing_address = addresses.size() > 1 ? std::optional{addresses.back()} : std::nullopt,
        .placed_at = instant(placed_at),
        .updated_at = instant(updated_at),
        .version = static_cast<int>(version)};
}

void add_row(JsonRows& rows, std::string_view kind, const Address& address) {
    const auto& fields = address.fields();
    rows.add(kind, fields.name, fields.line1, fields.line2, fields.city, fields.region, fields.postcode,
             fields.country);
}

}  // namespace

std::optional<OrderSnapshot> read_order(Session& session, OrderId order) {
    auto row = session.row<Text, Text, Text, MaybeText, Text, Text, Text, MaybeText, Text, std::int64_t, std::int64_t,
                           std::int64_t, std::int64_t, std::int64_t, Text, std::int64_t, std::int64_t, std::int64_t,
                           Text, Text>(order_by_id, order);
    if (!row) return std::nullopt;
    return snapshot_of(*std::move(row));
}

std::vector<OrderSnapshot> read_orders(Session& session, const std::vector<OrderId>& orders) {
    if (orders.empty()) return {};
    JsonRows ids;
    for (const auto& order : orders) ids.add(order);
    std::map<OrderId, OrderSnapshot> found;
    for (auto& row : session.rows<Text, Text, Text, MaybeText, Text, Text, Text, MaybeText, Text, std::int64_t,
                                  std::int64_t, std::int64_t, std::int64_t, std::int64_t, Text, std::int64_t,
                                  std::int64_t, std::int64_t, Text, Text>(orders_by_ids, ids.text())) {
        auto order = snapshot_of(std::move(row));
        found.emplace(order.id, std::move(order));
    }
    std::vector<OrderSnapshot> snapshots;
    for (const auto& order : orders) snapshots.push_back(std::move(found.at(order)));
    return snapshots;
}

std::vector<OrderRecord> read_order_records(Session& session, OrderId order) {
    std::vector<OrderRecord> records;
    for (auto& [version, at, from, to, payment, by, reason, detail] :
         session.rows<std::int64_t, std::int64_t, MaybeText, Text, Text, Text, MaybeText, MaybeText>(
             "SELECT version, at, from_status, to_status, payment_status, by, reason, detail FROM ordering_history"
             " WHERE order_id = :1 ORDER BY version",
             order)) {
        records.push_back({.version = static_cast<int>(version),
                           .at = instant(at),
                           .from = from ? std::optional{ordering::parse_order_status(*from).value()} : std::nullopt,
                           .to = ordering::parse_order_status(to).value(),
                           .payment = ordering::parse_payment_status(payment).value(),
                           .by = std::move(by),
                           .reason = std::move(reason),
                           .detail = std::move(detail)});
    }
    return records;
}

std::string SociOrderRepository::next_number() {
    constexpr Sql next{"UPDATE ordering_number SET last = last + 1 WHERE only_row = 1 RETURNING last",
                       "SELECT nextval('ordering_number')"};
    const auto row = session_.row<std::int64_t>(next);
    contract(row.has_value(), "the migration wrote the first number");
    return std::to_string(std::get<0>(*row));
}

std::optional<ordering::Order> SociOrderRepository::find(OrderId order) {
    auto snapshot = read_order(session_, order);
    if (!snapshot) return std::nullopt;
    return ordering::Order::restore(*std::move(snapshot));
}

Result<void> SociOrderRepository::save(ordering::Order& order) {
    const auto stored_version = order.stored_version();
    const auto records = order.take_records();
    if (records.empty()) return {};

    if (stored_version == 0) {
        ORION_CHECK(insert(order.snapshot()));
    } else if (!update(order.snapshot(), stored_version)) {
        return order_changed();
    }
    JsonRows rows;
    for (const auto& record : records) {
        const auto from = record.from ? std::optional{to_text(*record.from)} : std::nullopt;
        rows.add(record.version, record.at, from, to_text(record.to), to_text(record.payment), record.by, record.reason,
                 record.detail);
    }
    session_.send(add_records, rows.text(), order.id());
    return {};
}

void SociOrderRepository::disown_all(UserId customer) {
    session_.send("UPDATE ordering_orders SET customer_id = NULL, erasure_due = 1 WHERE customer_id = :1", customer);
}

void SociOrderRepository::anonymise(std::span<const OrderId> orders) {
    JsonRows ids;
    for (const auto& order : orders) ids.add(order);
    session_.send(anonymise_addresses, ids.text(), ordering::Anonymous::word);
    session_.send(anonymise_records, ids.text(), ordering::Anonymous::word);
    session_.send(anonymise_orders, ids.text(), ordering::Anonymous::email().text());
}

Result<void> SociOrderRepository::insert(const OrderSnapshot& order) {
    const auto& totals = order.totals;
    const auto failure = order.failure_reason ? std::optional{to_text(*order.failure_reason)} : std::nullopt;
    const auto added = session_.run(
        "INSERT INTO ordering_orders (id, number, cart_id, status, payment_status, fulfilment_status,"
        " failure_reason, currency, subtotal, discount_total, tax_total, shipping_total, total, email, placed_at,"
        " updated_at, version, customer_id)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13, :14, :15, :16, :17, :18)"
        " ON CONFLICT (cart_id) DO NOTHING",
        order.id, order.number, order.cart, to_text(order.status), to_text(order.payment_status),
        to_text(order.fulfilment_status), failure, totals.total.currency().code(), totals.subtotal.amount(),
        totals.discount_total.amount(), totals.tax_total.amount(), totals.shipping_total.amount(),
        totals.total.amount(), order.email.text(), order.placed_at, order.updated_at, order.version, order.customer);
    if (added == 0) return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");

    JsonRows addresses;
    add_row(addresses, "shipping", order.shipping_address);
    if (order.billing_address) add_row(addresses, "billing", *order.billing_address);
    session_.send(add_addresses, addresses.text(), order.id);

    JsonRows lines;
    for (const auto& line : order.lines) {
        lines.add(static_cast<std::int64_t>(lines.size()), line.sku, line.title, line.quantity.value(),
                  line.unit_price.amount(), line.line_total.amount());
    }
    session_.send(add_lines, lines.text(), order.id);
    return {};
}

bool SociOrderRepository::update(const OrderSnapshot& order, int stored_version) {
    const auto failure = order.failure_reason ? std::optional{to_text(*order.failure_reason)} : std::nullopt;
    return session_.run(
               "UPDATE ordering_orders SET status = :1, payment_status = :2, fulfilment_status = :3,"
               " failure_reason = :4, updated_at = :5, version = :6 WHERE id = :7 AND version = :8",
               to_text(order.status), to_text(order.payment_status), to_text(order.fulfilment_status), failure,
               order.updated_at, order.version, order.id, stored_version) == 1;
}

}  // namespace orion::persistence
