#include "orion/persistence/catalog/soci_catalogue_queries.hpp"

#include "orion/persistence/catalog/json_text.hpp"
#include "orion/persistence/catalog/product_page.hpp"

#include <chrono>
#include <string>
#include <unordered_map>
#include <utility>

namespace orion::persistence {
namespace {

using catalog::CategoryView;
using catalog::Offer;
using catalog::ProductView;

ProductId product_id(const std::string& text) { return ProductId::parse(text).value(); }
CategoryId category_id(const std::string& text) { return CategoryId::parse(text).value(); }
Instant instant_of(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

using Views = std::unordered_map<ProductId, ProductView>;

Views read_products(Session& session, const std::string& ids) {
    Views views;
    for (auto& [id, slug, title, description, image_urls, attributes, status, created_at, updated_at, version] :
         session.rows<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                      std::int64_t, std::int64_t, std::int64_t>(
             "SELECT p.id, p.slug, p.title, p.description, p.image_urls, p.attributes, p.status, p.created_at, "
             "p.updated_at, p.version FROM json_each(:1) asked JOIN catalog_products p ON p.id = asked.value "
             "WHERE p.listed = 1",
             ids))
        views.emplace(product_id(id), ProductView{.id = product_id(id),
                                                  .slug = std::move(slug),
                                                  .title = std::move(title),
                                                  .description = std::move(description),
                                                  .category_ids = {},
                                                  .image_urls = detail::texts_from(image_urls),
                                                  .attributes = detail::named_texts_from(attributes),
                                                  .status = catalog::parse_status(status).value(),
                                                  .variants = {},
                                                  .created_at = instant_of(created_at),
                                                  .updated_at = instant_of(updated_at),
                                                  .version = version});
    return views;
}

void read_variants(Session& session, const std::string& ids, Views& views) {
    for (auto& [product, sku, title, options, price, currency, available] :
         session.rows<std::string, std::string, std::string, std::string, std::int64_t, std::string, std::int64_t>(
             "SELECT v.product_id, v.sku, v.title, v.options, v.price, v.currency, "
             "max(0, min(coalesce(s.available, 0), :2)) FROM json_each(:1) asked "
             "JOIN catalog_variants v ON v.product_id = asked.value "
             "LEFT JOIN catalog_availability s ON s.sku = v.sku WHERE v.for_sale = 1 "
             "ORDER BY v.product_id, v.position",
             ids, catalog::max_shown_available))
        views.at(product_id(product))
            .variants.push_back({.sku = Sku::parse(sku).value(),
                                 .title = std::move(title),
                                 .options = detail::named_texts_from(options),
                                 .price = Money{price, Currency::parse(currency).value()},
                                 .available = static_cast<int>(available)});
}

void read_categories(Session& session, const std::string& ids, Views& views) {
    for (const auto& [product, category] : session.rows<std::string, std::string>(
             "SELECT c.product_id, c.category_id FROM json_each(:1) asked "
             "JOIN catalog_product_categories c ON c.product_id = asked.value ORDER BY c.product_id, c.position",
             ids))
        views.at(product_id(product)).category_ids.push_back(category_id(category));
}

/// The listed ones of these, in their order.
std::vector<ProductView> read_views(Session& session, const std::vector<ProductId>& ids) {
    const auto asked = detail::to_json(ids);
    auto views = read_products(session, asked);
    std::vector<ProductId> found;
    for (const auto& id : ids)
        if (views.contains(id)) found.push_back(id);
    const auto listed = detail::to_json(found);
    read_variants(session, listed, views);
    read_categories(session, listed, views);
    std::vector<ProductView> ordered;
    for (const auto& id : found) ordered.push_back(std::move(views.at(id)));
    return ordered;
}

std::optional<ProductId> find_id(Session& session, const catalog::ProductKey& key) {
    if (const auto* const id = std::get_if<ProductId>(&key)) return *id;
    const auto row = session.row<std::string>("SELECT id FROM catalog_products WHERE slug = :1",
                                              std::get<catalog::Slug>(key).text());
    if (!row) return std::nullopt;
    return product_id(std::get<0>(*row));
}

}  // namespace

Result<catalog::ProductRows> SociCatalogueQueries::list(const catalog::ProductPageQuery& query) const {
    return database_.read([&query](Session& session) -> Result<catalog::ProductRows> {
        ORION_TRY(auto positions, detail::positions_on_page(session, query));
        const auto limit = static_cast<std::size_t>(query.limit);
        catalog::ProductRows rows;
        if (positions.size() > limit) {
            positions.erase(positions.begin() + query.limit, positions.end());
            rows.next = positions.back();
        }
        std::vector<ProductId> ids;
        for (const auto& position : positions) ids.push_back(position.id);
        rows.items = read_views(session, ids);
        return rows;
    });
}

Result<std::optional<ProductView>> SociCatalogueQueries::find(const catalog::ProductKey& key) const {
    return database_.read([&key](Session& session) -> Result<std::optional<ProductView>> {
        const auto id = find_id(session, key);
        auto views = id ? read_views(session, {*id}) : std::vector<ProductView>{};
        if (views.empty()) return std::nullopt;
        return std::move(views.front());
    });
}

Result<std::vector<CategoryView>> SociCatalogueQueries::categories() const {
    return database_.read([](Session& session) -> Result<std::vector<CategoryView>> {
        std::vector<CategoryView> views;
        for (auto& [id, slug, name, parent, count] :
             session.rows<std::string, std::string, std::string, std::optional<std::string>, std::int64_t>(
                 "SELECT c.id, c.slug, c.name, c.parent_id, coalesce(counted.products, 0) FROM catalog_categories c "
                 "LEFT JOIN (SELECT a.ancestor_id AS id, count(DISTINCT pc.product_id) AS products "
                 "FROM catalog_product_categories pc JOIN catalog_products p ON p.id = pc.product_id "
                 "JOIN catalog_category_ancestors a ON a.category_id = pc.category_id "
                 "WHERE p.listed = 1 GROUP BY a.ancestor_id) counted ON counted.id = c.id"))
            views.push_back({.id = category_id(id),
                             .slug = std::move(slug),
                             .name = std::move(name),
                             .parent_id = parent ? std::optional{category_id(*parent)} : std::nullopt,
                             .children = {},
                             .product_count = count});
        return views;
    });
}

Result<std::vector<Offer>> SociCatalogueQueries::offers(const std::vector<Sku>& skus) const {
    return database_.read([&skus](Session& session) -> Result<std::vector<Offer>> {
        std::vector<Offer> offers;
        for (const auto& [sku, product, title, variant_title, price, currency, available] :
             session.rows<std::string, std::string, std::string, std::string, std::int64_t, std::string, std::int64_t>(
                 "SELECT v.sku, v.product_id, p.title, v.title, v.price, v.currency, "
                 "max(0, min(coalesce(s.available, 0), :2)) FROM (SELECT DISTINCT value FROM json_each(:1)) asked "
                 "JOIN catalog_variants v ON v.sku = asked.value JOIN catalog_products p ON p.id = v.product_id "
                 "LEFT JOIN catalog_availability s ON s.sku = v.sku WHERE v.for_sale = 1 AND p.listed = 1",
                 detail::to_json(skus), catalog::max_shown_available))
            offers.push_back({.sku = Sku::parse(sku).value(),
                              .product_id = product_id(product),
                              .title = catalog::offer_title(title, variant_title),
                              .unit_price = Money{price, Currency::parse(currency).value()},
                              .available = static_cast<int>(available)});
        return offers;
    });
}

}  // namespace orion::persistence
