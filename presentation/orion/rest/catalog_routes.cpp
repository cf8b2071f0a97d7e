#include "orion/rest/catalog_routes.hpp"

#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace orion::rest {
namespace {

/// How old the tree may be: a large one takes tens of milliseconds to make.
constexpr std::chrono::seconds tree_lives{1};

void write_texts(JsonWriter& json, std::string_view name, const catalog::NamedTexts& texts) {
    json.key(name);
    json.begin_object();
    for (const auto& [key, value] : texts) json.member(key, value);
    json.end_object();
}

void write_variant(JsonWriter& json, const catalog::VariantView& variant) {
    json.begin_object();
    json.member("sku", variant.sku.text());
    json.member("title", variant.title);
    write_texts(json, "options", variant.options);
    json.member("price", variant.price);
    json.member("available", variant.available);
    json.end_object();
}

void write_product(JsonWriter& json, const catalog::ProductView& product) {
    json.begin_object();
    json.member("id", product.id.to_string());
    json.member("slug", product.slug);
    json.member("title", product.title);
    json.member("description", product.description);
    json.key("category_ids");
    json.begin_array();
    for (const auto& id : product.category_ids) json.text(id.to_string());
    json.end_array();
    json.key("image_urls");
    json.begin_array();
    for (const auto& url : product.image_urls) json.text(url);
    json.end_array();
    write_texts(json, "attributes", product.attributes);
    json.member("status", to_text(product.status));
    json.key("variants");
    json.begin_array();
    for (const auto& variant : product.variants) write_variant(json, variant);
    json.end_array();
    json.member("created_at", product.created_at);
    json.member("updated_at", product.updated_at);
    json.member("version", product.version);
    json.end_object();
}

void write_category(JsonWriter& json, const catalog::CategoryView& category) {
    json.begin_object();
    json.member("id", category.id.to_string());
    json.member("slug", category.slug);
    json.member("name", category.name);
    json.key("parent_id");
    if (category.parent_id) {
        json.text(category.parent_id->to_string());
    } else {
        json.null();
    }
    json.key("children");
    json.begin_array();
    for (const auto& child : category.children) write_category(json, child);
    json.end_array();
    json.member("product_count", category.product_count);
    json.end_object();
}

std::string page_of(const catalog::ProductPage& page) {
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& product : page.items) write_product(json, product);
    json.end_array();
    json.key("next_cursor");
    if (page.next_cursor) {
        json.text(*page.next_cursor);
    } else {
        json.null();
    }
    json.end_object();
    return std::move(json).text();
}

int limit_of(QueryFields& fields) {
    constexpr std::int64_t max = std::numeric_limits<int>::max();
    const auto limit = fields.integer("limit").value_or(catalog::ListProductsQuery::default_limit);
    return static_cast<int>(std::clamp(limit, -max, max));
}

catalog::ListProductsQuery list_query(QueryFields& fields) {
    using Stock = catalog::ProductFilter::Stock;
    return {.q = fields.text("q"),
            .category = fields.text("category"),
            .min_price = fields.integer("min_price"),
            .max_price = fields.integer("max_price"),
            .stock = fields.truth("in_stock").value_or(false) ? Stock::in_stock : Stock::any,
            .sort = fields.text("sort"),
            .cursor = fields.text("cursor"),
            .limit = limit_of(fields)};
}

Outcome list_products(const catalog::ListProducts& products, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto page = products.execute(list_query(fields));
    // What cannot be read and what the catalogue refuses are told together.
    if (!page && page.error().kind != ErrorKind::invalid) return std::unexpected{page.error()};
    if (!page) {
        for (const auto& field : page.error().fields) errors.add(field.field, field.code, field.message);
    }
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    if (!page) return std::unexpected{page.error()};
    return json_response(200, page_of(*page));
}

Outcome get_product(const CatalogUseCases& use, const Call& call) {
    ORION_TRY(const auto product, use.get_product.execute(call.parameter("id")));
    JsonWriter json;
    write_product(json, product);
    return resource_response(call, std::move(json).text(), use.digest);
}

Outcome list_categories(const CatalogUseCases& use) {
    constexpr auto key = "categories";
    if (auto remembered = use.cache.get(key)) return json_response(200, *std::move(remembered));
    ORION_TRY(const auto roots, use.list_categories.execute());
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& root : roots) write_category(json, root);
    json.end_array();
    json.key("next_cursor");
    json.null();
    json.end_object();
    auto text = std::move(json).text();
    use.cache.put(key, text, tree_lives);
    return json_response(200, std::move(text));
}

}  // namespace

std::vector<Route> catalog_routes(const CatalogUseCases& use) {
    return {
        {.method = "GET",
         .pattern = "/api/v1/products",
         .handler = answering([use](const Call& call) { return list_products(use.list_products, call); }),
         .query = {"q", "category", "min_price", "max_price", "in_stock", "sort", "limit", "cursor"}},
        {.method = "GET", .pattern = "/api/v1/products/{id}", .handler = answering([use](const Call& call) {
                                                                  return get_product(use, call);
                                                              })},
        {.method = "GET", .pattern = "/api/v1/categories", .handler = answering([use](const Call&) {
                                                               return list_categories(use);
                                                           })},
    };
}

}  // namespace orion::rest
