#include "orion/rest/order_json.hpp"

#include "orion/rest/address_json.hpp"
#include "orion/rest/json_writer.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace orion::rest {
namespace {

void write_or_null(JsonWriter& json, std::string_view name, const std::optional<std::string>& value) {
    json.key(name);
    if (value) {
        json.text(*value);
    } else {
        json.null();
    }
}

void write_lines(JsonWriter& json, const std::vector<ordering::OrderLine>& lines) {
    json.key("lines");
    json.begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        json.member("sku", line.sku.text());
        json.member("title", line.title);
        json.member("quantity", line.quantity.value());
        json.member("unit_price", line.unit_price);
        json.member("line_total", line.line_total);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string order_text(const ordering::OrderView& order) {
    JsonWriter json;
    json.begin_object();
    json.member("id", order.id.to_string());
    json.member("number", order.number);
    json.member("status", to_text(order.status));
    json.member("payment_status", to_text(order.payment_status));
    json.member("fulfilment_status", to_text(order.fulfilment_status));
    if (order.failure_reason) json.member("failure_reason", to_text(*order.failure_reason));
    json.member("currency", order.totals.total.currency().code());
    write_lines(json, order.lines);
    json.member("subtotal", order.totals.subtotal);
    json.member("discount_total", order.totals.discount_total);
    json.member("tax_total", order.totals.tax_total);
    json.member("shipping_total", order.totals.shipping_total);
    json.member("total", order.totals.total);
    json.key("shipping_address");
    json.begin_object();
    write_address(json, order.shipping_address.fields());
    json.end_object();
    json.member("email", order.email.text());
    json.member("placed_at", order.placed_at);
    json.member("updated_at", order.updated_at);
    json.member("version", order.version);
    json.end_object();
    return std::move(json).text();
}

std::string history_text(const std::vector<ordering::OrderRecord>& records) {
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& record : records) {
        json.begin_object();
        json.member("at", record.at);
        json.key("from");
        if (record.from) {
            json.text(to_text(*record.from));
        } else {
            json.null();
        }
        json.member("to", to_text(record.to));
        json.member("by", record.by);
        write_or_null(json, "reason", record.reason);
        write_or_null(json, "detail", record.detail);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return std::move(json).text();
}

ordering::StoredAnswer JsonAnswerFormat::render(const ordering::OrderView& order, ordering::AnswerKind kind) const {
    return {.status = kind == ordering::AnswerKind::settled ? 201 : 202, .body = order_text(order)};
}

}  // namespace orion::rest
