#include "orion/rest/stock_routes.hpp"

#include "orion/rest/fields.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace orion::rest {
namespace {

constexpr std::size_t max_reason_bytes = 200;

// A cursor is this and the SKU that the page before ended with.
constexpr std::string_view cursor_mark = "after.";

void write_stock(JsonWriter& json, const inventory::StockView& stock) {
    json.begin_object();
    json.member("sku", stock.sku.text());
    json.member("on_hand", stock.on_hand);
    json.member("reserved", stock.reserved);
    json.member("available", stock.available);
    json.member("low_stock_threshold", stock.low_stock_threshold);
    json.end_object();
}

std::string stock_text(const inventory::StockView& stock) {
    JsonWriter json;
    write_stock(json, stock);
    return std::move(json).text();
}

std::string page_text(const inventory::StockPage& page) {
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& stock : page.items) write_stock(json, stock);
    json.end_array();
    json.key("next_cursor");
    if (page.next) {
        json.text(std::string{cursor_mark}.append(page.next->text()));
    } else {
        json.null();
    }
    json.end_object();
    return std::move(json).text();
}

std::expected<Sku, Problem> sku_of(const Call& call) {
    if (auto sku = Sku::parse(call.parameter("sku"))) return *std::move(sku);
    return std::unexpected{Problem{inventory::stock_not_found().error()}};
}

Outcome list_stock(inventory::ListStock& stock, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const bool is_low = fields.truth("low").value_or(false);
    inventory::ListStockQuery query{.filter = is_low ? inventory::StockFilter::low : inventory::StockFilter::all};
    const auto limit = fields.page_limit();
    query.limit = limit;
    if (const auto cursor = fields.text("cursor")) {
        auto after = Sku::parse(std::string_view{*cursor}.substr(std::min(cursor->size(), cursor_mark.size())));
        if (cursor->starts_with(cursor_mark) && after) {
            query.after = *std::move(after);
        } else {
            errors.add("cursor", "invalid_cursor", "This cursor does not belong to this list.");
        }
    }
    if (!errors.empty()) return std::unexpected{Problem{std::move(errors).to_error()}};
    ORION_TRY(const auto page, stock.execute(query));
    return json_response(200, page_text(page));
}

Outcome get_stock(const StockUseCases& use, const Call& call) {
    ORION_TRY(const auto sku, sku_of(call));
    ORION_TRY(const auto stock, use.get_stock.execute(sku));
    return resource_response(call, stock_text(stock), use.digest);
}

Outcome adjust_stock(inventory::AdjustStock& adjust, const Call& call) {
    ORION_TRY(auto sku, sku_of(call));
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto delta = body.integer("delta", Presence::required);
    auto reason = body.text("reason", Presence::required, {.max = max_reason_bytes});
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{Problem{std::move(errors).to_error()}};
    ORION_TRY(
        const auto stock,
        adjust.execute(
            {.sku = std::move(sku), .delta = *delta, .reason = *std::move(reason), .actor = actor_of(call.caller)}));
    return json_response(200, stock_text(stock));
}

}  // namespace

std::vector<Route> stock_routes(const StockUseCases& use) {
    return {
        {.method = "GET",
         .pattern = "/api/v1/admin/stock",
         .access = Access::staff,
         .handler = answering([use](const Call& call) { return list_stock(use.list_stock, call); }),
         .privacy = Privacy::personal,
         .query = {"low", "limit", "cursor"}},
        {.method = "GET",
         .pattern = "/api/v1/admin/stock/{sku}",
         .access = Access::staff,
         .handler = answering([use](const Call& call) { return get_stock(use, call); }),
         .runs = Runs::in_write_pool,  // it may ask the catalogue's store
         .privacy = Privacy::personal},
        {.method = "POST",
         .pattern = "/api/v1/admin/stock/{sku}/adjustments",
         .access = Access::staff,
         .handler = answering([use](const Call& call) { return adjust_stock(use.adjust_stock, call); }),
         .runs = Runs::in_write_pool,
         .body = Body::required,
         .privacy = Privacy::personal},
    };
}

}  // namespace orion::rest
