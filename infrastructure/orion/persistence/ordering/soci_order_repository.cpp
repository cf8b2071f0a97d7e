#include "orion/persistence/ordering/soci_order_repository.hpp"

#include "orion/persistence/ordering/order_changed.hpp"

#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using ordering::Address;
using ordering::OrderLine;
using ordering::OrderRecord;
using ordering::OrderSnapshot;
using ordering::to_text;
using Text = std::string;
using MaybeText = std::optional<std::string>;

Instant instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::vector<OrderLine> read_lines(Session& session, OrderId order, Currency currency) {
    std::vector<OrderLine> lines;
    for (auto& [sku, title, quantity, unit_price, line_total] :
         session.rows<Text, Text, std::int64_t, std::int64_t, std::int64_t>(
             "SELECT sku, title, quantity, unit_price, line_total FROM ordering_lines WHERE order_id = :1"
             " ORDER BY position",
             order)) {
        lines.push_back({.sku = Sku::parse(sku).value(),
                         .title = std::move(title),
                         .quantity = Quantity::parse(quantity).value(),
                         .unit_price = Money{unit_price, currency},
                         .line_total = Money{line_total, currency}});
    }
    return lines;
}

std::optional<Address> read_address(Session& session, OrderId order, std::string_view kind) {
    auto row = session.row<Text, Text, MaybeText, Text, MaybeText, Text, Text>(
        "SELECT name, line1, line2, city, region, postcode, country FROM ordering_addresses"
        " WHERE order_id = :1 AND kind = :2",
        order, kind);
    if (!row) return std::nullopt;
    auto& [name, line1, line2, city, region, postcode, country] = *row;
    return Address::restore({.name = std::move(name),
                             .line1 = std::move(line1),
                             .line2 = std::move(line2),
                             .city = std::move(city),
                             .region = std::move(region),
                             .postcode = std::move(postcode),
                             .country = std::move(country)});
}

}  // namespace

std::optional<OrderSnapshot> read_order(Session& session, OrderId order) {
    auto row = session.row<Text, Text, Text, Text, Text, MaybeText, Text, std::int64_t, std::int64_t, std::int64_t,
                           std::int64_t, std::int64_t, Text, std::int64_t, std::int64_t, std::int64_t>(
        "SELECT number, cart_id, status, payment_status, fulfilment_status, failure_reason, currency, subtotal,"
        " discount_total, tax_total, shipping_total, total, email, placed_at, updated_at, version"
        " FROM ordering_orders WHERE id = :1",
        order);
    if (!row) return std::nullopt;
    auto& [number, cart, status, payment, fulfilment, failure, currency_code, subtotal, discount, tax, shipping, total,
           email, placed_at, updated_at, version] = *row;
    const auto currency = Currency::parse(currency_code).value();
    auto shipping_address = read_address(session, order, "shipping");
    contract(shipping_address.has_value(), "an order is sent somewhere");
    return OrderSnapshot{
        .id = order,
        .number = std::move(number),
        .cart = CartId::parse(cart).value(),
        .status = ordering::parse_order_status(status).value(),
        .payment_status = ordering::parse_payment_status(payment).value(),
        .fulfilment_status = ordering::parse_fulfilment_status(fulfilment).value(),
        .failure_reason = failure ? std::optional{ordering::parse_failure_reason(*failure).value()} : std::nullopt,
        .lines = read_lines(session, order, currency),
        .totals = {.subtotal = Money{subtotal, currency},
                   .discount_total = Money{discount, currency},
                   .tax_total = Money{tax, currency},
                   .shipping_total = Money{shipping, currency},
                   .total = Money{total, currency}},
        .email = Email::parse(email).value(),
        .shipping_address = *std::move(shipping_address),
        .billing_address = read_address(session, order, "billing"),
        .placed_at = instant(placed_at),
        .updated_at = instant(updated_at),
        .version = static_cast<int>(version)};
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
    const auto row =
        session_.row<std::int64_t>("UPDATE ordering_number SET last = last + 1 WHERE only_row = 1 RETURNING last");
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
    for (const auto& record : records) {
        const auto from = record.from ? std::optional{to_text(*record.from)} : std::nullopt;
        session_.run(
            "INSERT INTO ordering_history (order_id, version, at, from_status, to_status, payment_status, by, reason,"
            " detail) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
            order.id(), record.version, record.at, from, to_text(record.to), to_text(record.payment), record.by,
            record.reason, record.detail);
    }
    return {};
}

Result<void> SociOrderRepository::insert(const OrderSnapshot& order) {
    const auto& totals = order.totals;
    const auto failure = order.failure_reason ? std::optional{to_text(*order.failure_reason)} : std::nullopt;
    try {
        session_.run(
            "INSERT INTO ordering_orders (id, number, cart_id, status, payment_status, fulfilment_status,"
            " failure_reason, currency, subtotal, discount_total, tax_total, shipping_total, total, email, placed_at,"
            " updated_at, version)"
            " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13, :14, :15, :16, :17)",
            order.id, order.number, order.cart, to_text(order.status), to_text(order.payment_status),
            to_text(order.fulfilment_status), failure, totals.total.currency().code(), totals.subtotal.amount(),
            totals.discount_total.amount(), totals.tax_total.amount(), totals.shipping_total.amount(),
            totals.total.amount(), order.email.text(), order.placed_at, order.updated_at, order.version);
    } catch (const ConstraintViolation& violation) {
        if (violation.kind != Constraint::unique || violation.name != "ordering_orders.cart_id") throw;
        return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");
    }
    insert_address(order.id, "shipping", order.shipping_address);
    if (order.billing_address) insert_address(order.id, "billing", *order.billing_address);
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        const auto& line = order.lines[i];
        session_.run(
            "INSERT INTO ordering_lines (order_id, position, sku, title, quantity, unit_price, line_total)"
            " VALUES (:1, :2, :3, :4, :5, :6, :7)",
            order.id, static_cast<std::int64_t>(i), line.sku, line.title, line.quantity.value(),
            line.unit_price.amount(), line.line_total.amount());
    }
    return {};
}

void SociOrderRepository::insert_address(OrderId order, std::string_view kind, const Address& address) {
    const auto& fields = address.fields();
    session_.run(
        "INSERT INTO ordering_addresses (order_id, kind, name, line1, line2, city, region, postcode, country)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
        order, kind, fields.name, fields.line1, fields.line2, fields.city, fields.region, fields.postcode,
        fields.country);
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
