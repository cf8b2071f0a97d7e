#include "orion/rest/order_list_routes.hpp"

#include "orion/rest/json_writer.hpp"
#include "orion/rest/order_json.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

using ordering::ListOrdersQuery;

int limit_of(QueryFields& fields) {
    constexpr std::int64_t max = std::numeric_limits<int>::max();
    return static_cast<int>(std::clamp(fields.integer("limit").value_or(ListOrdersQuery::default_limit), -max, max));
}

ListOrdersQuery read_query(QueryFields& fields) {
    return {.status = fields.text("status"),
            .from = fields.text("from"),
            .to = fields.text("to"),
            .min_total = fields.integer("min_total"),
            .max_total = fields.integer("max_total"),
            .q = fields.text("q"),
            .sort = fields.text("sort"),
            .cursor = fields.text("cursor"),
            .limit = limit_of(fields)};
}

std::string page_text(const ordering::OrderPage& page) {
    std::string text = R"({"items":[)";
    for (const auto& order : page.items) {
        if (!text.ends_with('[')) text += ',';
        text += order_text(order);
    }
    JsonWriter cursor;
    if (page.next_cursor) {
        cursor.text(*page.next_cursor);
    } else {
        cursor.null();
    }
    return text + R"(],"next_cursor":)" + std::move(cursor).text() + '}';
}

/// What cannot be read and what ordering refuses are told together.
Outcome list(ordering::ListOrders& orders, const ListOrdersQuery& query, FieldErrors errors) {
    const auto page = orders.execute(query);
    if (page && errors.empty()) return json_response(200, page_text(*page));
    if (page) return std::unexpected{Problem{std::move(errors).to_error()}};
    if (page.error().kind != ErrorKind::invalid) return std::unexpected{Problem{page.error()}};
    for (const auto& field : page.error().fields) errors.add(field.field, field.code, field.message);
    return std::unexpected{Problem{std::move(errors).to_error()}};
}

Outcome list_own(ordering::ListOrders& orders, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    auto query = read_query(fields);
    query.customer = call.person().user;
    return list(orders, query, std::move(errors));
}

Outcome list_all(ordering::ListOrders& orders, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    auto query = read_query(fields);
    query.email = fields.text("email");
    query.customer_id = fields.text("customer_id");
    return list(orders, query, std::move(errors));
}

}  // namespace

std::vector<Route> order_list_routes(ordering::ListOrders& list_orders) {
    return {
        {.method = "GET",
         .pattern = "/api/v1/orders",
         .access = Access::user,
         .handler = answering([&list_orders](const Call& call) { return list_own(list_orders, call); }),
         .privacy = Privacy::personal,
         .query = {"status", "from", "to", "min_total", "max_total", "q", "sort", "limit", "cursor"}},
        {.method = "GET",
         .pattern = "/api/v1/admin/orders",
         .access = Access::staff,
         .handler = answering([&list_orders](const Call& call) { return list_all(list_orders, call); }),
         .privacy = Privacy::personal,
         .query = {"status", "from", "to", "min_total", "max_total", "q", "sort", "limit", "cursor", "email",
                   "customer_id"}},
    };
}

}  // namespace orion::rest
