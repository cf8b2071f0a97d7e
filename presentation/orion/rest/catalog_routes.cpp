#include "orion/rest/catalog_routes.hpp"

#include "orion/rest/catalog_json.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

namespace orion::rest {
namespace {

/// Grows when what stands in a cached value changes its form; processes of two versions share a cache.
constexpr std::string_view form = ":1:";

/// What nobody would ask for twice is not remembered.
constexpr std::size_t key_bytes_max = 500;

/// There is no such product.
constexpr std::string_view absent;

std::string tag_of(ProductId product) { return "product:" + product.to_string(); }

std::string key_of(std::string_view kind, std::string_view rest) { return std::string{kind}.append(form).append(rest); }

/// Tag line and body, so that a hit computes neither.
std::string cached_value(const CatalogUseCases& use, const std::string& body) {
    return etag_of(body, use.digest).append("\n").append(body);
}

CacheEntry entry_of(const CatalogUseCases& use, const std::string& body, std::vector<std::string> tags) {
    return {.value = cached_value(use, body),
            .tags = std::move(tags),
            .fresh_for = use.lives.fresh,
            .keep_for = use.lives.kept};
}

Result<ReadThrough::Answer> read(const CatalogUseCases& use, const std::string& key, const ReadThrough::Load& load) {
    if (key.size() <= key_bytes_max) return use.cache.get(key, load);
    ORION_TRY(auto entry, load());
    return ReadThrough::Answer{std::move(entry.value), false};
}

http::Response respond(const Call& call, ReadThrough::Answer answer) {
    auto& text = answer.value;
    const auto end_of_etag = text.find('\n');
    const auto etag = text.substr(0, end_of_etag);
    http::Response response;
    if (has_current(call.request, etag)) {
        response = {304, {}, {}};
    } else {
        text.erase(0, end_of_etag + 1);
        response = json_response(200, std::move(text));
    }
    response.headers.push_back({"ETag", etag});
    if (answer.is_stale) response.headers.push_back({"Warning", R"(110 - "Response is Stale")"});
    return response;
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

/// One text for each list, however it was asked for: a length before each part keeps the parts apart.
std::string canonical(const catalog::ListProductsQuery& query) {
    const auto number = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string{};
    };
    std::string words;
    for (const auto word : std::views::split(query.q.value_or(""), ' ')) {
        if (word.empty()) continue;
        if (!words.empty()) words += ' ';
        words.append(word.begin(), word.end());
    }
    const bool in_stock = query.stock == catalog::ProductFilter::Stock::in_stock;
    std::string text = std::to_string(query.limit) + (in_stock ? "s" : "a");
    for (const auto& part : {words, query.category.value_or(""), number(query.min_price), number(query.max_price),
                             query.sort.value_or(""), query.cursor.value_or("")}) {
        text.append(1, '|').append(std::to_string(part.size())).append(1, ':').append(part);
    }
    return text;
}

Result<ReadThrough::Answer> page(const CatalogUseCases& use, const catalog::ListProductsQuery& query) {
    return read(use, key_of("list", canonical(query)), [&]() -> Result<CacheEntry> {
        ORION_TRY(const auto found, use.list_products.execute(query));
        std::vector<std::string> tags{"lists"};
        for (const auto& product : found.items) tags.push_back(tag_of(product.id));
        return entry_of(use, page_json(found), std::move(tags));
    });
}

Outcome list_products(const CatalogUseCases& use, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto query = list_query(fields);
    if (errors.empty()) {
        auto answer = page(use, query);
        if (!answer) return std::unexpected{std::move(answer).error()};
        return respond(call, *std::move(answer));
    }
    // What cannot be read and what the catalogue refuses are told together.
    const auto refused = use.list_products.execute(query);
    if (!refused && refused.error().kind == ErrorKind::invalid) {
        for (const auto& field : refused.error().fields) errors.add(field.field, field.code, field.message);
    }
    return std::unexpected{std::move(errors).to_error()};
}

Result<ReadThrough::Answer> product(const CatalogUseCases& use, std::string_view id_or_slug) {
    return read(use, key_of("product", id_or_slug), [&]() -> Result<CacheEntry> {
        const auto found = use.get_product.execute(id_or_slug);
        if (found) return entry_of(use, product_json(*found), {tag_of(found->id)});
        if (found.error().kind != ErrorKind::not_found) return std::unexpected{found.error()};
        // Until another product is listed.
        return CacheEntry{.value = std::string{absent},
                          .tags = {"lists"},
                          .fresh_for = use.lives.absent,
                          .keep_for = use.lives.absent};
    });
}

Outcome get_product(const CatalogUseCases& use, const Call& call) {
    ORION_TRY(auto answer, product(use, call.parameter("id")));
    if (answer.value == absent) return std::unexpected{catalog::no_such_product()};
    return respond(call, std::move(answer));
}

Result<ReadThrough::Answer> categories(const CatalogUseCases& use) {
    return read(use, key_of("categories", ""), [&use]() -> Result<CacheEntry> {
        ORION_TRY(const auto roots, use.list_categories.execute());
        return entry_of(use, categories_json(roots), {"categories"});
    });
}

Outcome list_categories(const CatalogUseCases& use, const Call& call) {
    ORION_TRY(auto answer, categories(use));
    return respond(call, std::move(answer));
}

}  // namespace

std::vector<Route> catalog_routes(const CatalogUseCases& use) {
    return {
        {.method = "GET",
         .pattern = "/api/v1/products",
         .access = Access::anyone,
         .handler = answering([use](const Call& call) { return list_products(use, call); }),
         .traffic = Traffic::browsing,
         .query = {"q", "category", "min_price", "max_price", "in_stock", "sort", "limit", "cursor"}},
        {.method = "GET",
         .pattern = "/api/v1/products/{id}",
         .access = Access::anyone,
         .handler = answering([use](const Call& call) { return get_product(use, call); }),
         .traffic = Traffic::browsing},
        {.method = "GET",
         .pattern = "/api/v1/categories",
         .access = Access::anyone,
         .handler = answering([use](const Call& call) { return list_categories(use, call); }),
         .traffic = Traffic::browsing},
    };
}

void warm_catalog(const CatalogUseCases& use, const std::function<bool()>& go_on) {
    constexpr int pages = 3;
    if (!go_on() || !categories(use)) return;
    catalog::ListProductsQuery query;
    for (int number = 0; number < pages; ++number) {
        if (!go_on() || !page(use, query)) return;
        auto found = use.list_products.execute(query);
        if (!found) return;
        for (const auto& shown : found->items) {
            if (!go_on() || !product(use, shown.id.to_string())) return;
            if (!go_on() || !product(use, shown.slug)) return;
        }
        if (!found->next_cursor) return;
        query.cursor = std::move(found->next_cursor);
    }
}

}  // namespace orion::rest
