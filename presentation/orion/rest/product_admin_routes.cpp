#include "orion/rest/product_admin_routes.hpp"

#include "orion/rest/catalog_json.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/product_fields.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

std::expected<ProductId, Problem> product_of(const Call& call) { return call.id<ProductId>("id", "product_not_found"); }

/// A text that is no SKU names no variant.
std::expected<Sku, Problem> sku_of(const Call& call) {
    if (auto sku = Sku::parse(call.parameter("sku"))) return *std::move(sku);
    return std::unexpected{catalog::no_such_variant()};
}

Outcome show(const Call& call, const catalog::ProductView& product, int status = 200) {
    return versioned_response(call, status, product_json(product, Viewer::editor), product.version);
}

Outcome show_new(const Call& call, const catalog::ProductView& product) {
    auto response = show(call, product, 201);
    response->headers.push_back(location("/admin/products/" + product.id.to_string()));
    return response;
}

int limit_of(QueryFields& fields) {
    constexpr std::int64_t max = std::numeric_limits<int>::max();
    const auto limit = fields.integer("limit").value_or(catalog::ListProductsQuery::default_limit);
    return static_cast<int>(std::clamp(limit, -max, max));
}

/// What cannot be read and what the catalogue refuses are told together.
Outcome list_products(const ProductAdminUseCases& use, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto page = use.list_products.execute({.q = fields.text("q"),
                                                 .category = fields.text("category"),
                                                 .sort = fields.text("sort"),
                                                 .cursor = fields.text("cursor"),
                                                 .limit = limit_of(fields),
                                                 .scope = catalog::ProductFilter::Scope::all,
                                                 .status = fields.text("status")});
    if (page && errors.empty()) return json_response(200, page_json(*page, Viewer::editor));
    if (!page && page.error().kind != ErrorKind::invalid) return std::unexpected{page.error()};
    if (!page)
        for (const auto& field : page.error().fields) errors.add(field.field, field.code, field.message);
    return std::unexpected{std::move(errors).to_error()};
}

Outcome get_product(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, product_of(call));
    ORION_TRY(const auto product, use.get_product.execute(id));
    return show(call, product);
}

Outcome create_product(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto body, read_product(call.body, Edit::create));
    ORION_TRY(const auto product, use.create_product.execute(body));
    return show_new(call, product);
}

Outcome change(const ProductAdminUseCases& use, const Call& call, Edit edit) {
    ORION_TRY(const auto id, product_of(call));
    ORION_TRY(auto body, read_product(call.body, edit));
    ORION_TRY(const auto product,
              use.change_product.execute(
                  {.product = id, .change = std::move(body), .expected = expected_versions_of(call.request)}));
    return show(call, product);
}

Outcome replace_product(const ProductAdminUseCases& use, const Call& call) { return change(use, call, Edit::replace); }
Outcome merge_product(const ProductAdminUseCases& use, const Call& call) { return change(use, call, Edit::merge); }

Outcome remove_product(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, product_of(call));
    ORION_CHECK(use.remove_product.execute({.product = id, .expected = expected_versions_of(call.request)}));
    return http::Response{204, {}, {}};
}

Outcome add_variant(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, product_of(call));
    ORION_TRY(auto variant, read_variant(call.body));
    ORION_TRY(const auto product,
              use.add_variant.execute(
                  {.product = id, .variant = std::move(variant), .expected = expected_versions_of(call.request)}));
    return show_new(call, product);
}

Outcome change_variant(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, product_of(call));
    ORION_TRY(auto sku, sku_of(call));
    ORION_TRY(auto body, read_variant_change(call.body));
    ORION_TRY(const auto product, use.change_variant.execute({.product = id,
                                                              .sku = std::move(sku),
                                                              .change = std::move(body),
                                                              .expected = expected_versions_of(call.request)}));
    return show(call, product);
}

Outcome remove_variant(const ProductAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, product_of(call));
    ORION_TRY(auto sku, sku_of(call));
    ORION_CHECK(use.remove_variant.execute(
        {.product = id, .sku = std::move(sku), .expected = expected_versions_of(call.request)}));
    return http::Response{204, {}, {}};
}

using Handler = Outcome (*)(const ProductAdminUseCases&, const Call&);

Route route(const ProductAdminUseCases& use, std::string_view method, std::string_view pattern, Handler handler) {
    const bool has_body = method == "POST" || method == "PUT" || method == "PATCH";
    return {.method = method,
            .pattern = pattern,
            .access = Access::manager,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = method == "GET" ? Runs::on_http_thread : Runs::in_write_pool,
            .body = has_body ? Body::required : Body::none,
            .privacy = Privacy::personal};
}

}  // namespace

std::vector<Route> product_admin_routes(const ProductAdminUseCases& use) {
    auto list = route(use, "GET", "/api/v1/admin/products", list_products);
    list.query = {"q", "category", "status", "sort", "limit", "cursor"};
    return {
        std::move(list),
        route(use, "POST", "/api/v1/admin/products", create_product),
        route(use, "GET", "/api/v1/admin/products/{id}", get_product),
        route(use, "PUT", "/api/v1/admin/products/{id}", replace_product),
        route(use, "PATCH", "/api/v1/admin/products/{id}", merge_product),
        route(use, "DELETE", "/api/v1/admin/products/{id}", remove_product),
        route(use, "POST", "/api/v1/admin/products/{id}/variants", add_variant),
        route(use, "PATCH", "/api/v1/admin/products/{id}/variants/{sku}", change_variant),
        route(use, "DELETE", "/api/v1/admin/products/{id}/variants/{sku}", remove_variant),
    };
}

}  // namespace orion::rest
