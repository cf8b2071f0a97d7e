#include "orion/persistence/catalog/soci_catalogue_queries.hpp"

#include "orion/persistence/catalog/product_page.hpp"
#include "orion/persistence/catalog/product_view.hpp"
#include "orion/persistence/json_rows.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace orion::persistence {
namespace {

using catalog::CategoryView;
using catalog::Offer;
using catalog::ProductView;

ProductId product_id(const std::string& text) { return ProductId::parse(text).value(); }
CategoryId category_id(const std::string& text) { return CategoryId::parse(text).value(); }
constexpr Sql product_by_key =
    detail::view_sql<detail::ForShoppers, "SELECT ",
                     "FROM catalog_products p WHERE p.listed = 1 AND (p.id = :1 OR p.slug = :1)">;
constexpr Sql any_product = detail::view_sql<detail::ForEditors, "SELECT ", "FROM catalog_products p WHERE p.id = :1">;

constexpr Sql offers_of = joined_sql<
    "SELECT v.sku, v.product_id, p.title, v.title, v.price, v.currency, coalesce(s.available, 0) FROM catalog_variants "
    "v "
    "JOIN catalog_products p ON p.id = v.product_id LEFT JOIN catalog_availability s ON s.sku = v.sku "
    "WHERE v.for_sale = 1 AND p.listed = 1 AND v.sku IN (SELECT r.value ->> 0 FROM",
    json_rows, ")">;

std::string text_of(const catalog::ProductKey& key) {
    if (const auto* const id = std::get_if<ProductId>(&key)) return id->to_string();
    return std::get<catalog::Slug>(key).text();
}

Result<std::optional<ProductView>> read_view(Session& session, Sql which, const std::string& key) {
    using Text = std::string;
    auto row =
        session.row<Text, Text, Text, Text, Text, Text, Text, std::int64_t, std::int64_t, std::int64_t, Text, Text>(
            which, key);
    if (!row) return std::nullopt;
    return detail::view_of(*std::move(row));
}

}  // namespace

Result<catalog::ProductRows> SociCatalogueQueries::list(const catalog::ProductPageQuery& query) const {
    return database_.query([&query](Session& session) { return detail::read_page(session, query); });
}

Result<std::optional<ProductView>> SociCatalogueQueries::find(const catalog::ProductKey& key) const {
    return database_.query([&key](Session& session) { return read_view(session, product_by_key, text_of(key)); });
}

Result<std::optional<ProductView>> SociCatalogueQueries::find_any(ProductId id) const {
    return database_.query([id](Session& session) { return read_view(session, any_product, id.to_string()); });
}

Result<std::vector<CategoryView>> SociCatalogueQueries::categories() const {
    return database_.query([](Session& session) -> Result<std::vector<CategoryView>> {
        std::vector<CategoryView> views;
        for (auto& [id, slug, name, parent, count, version] :
             session
                 .rows<std::string, std::string, std::string, std::optional<std::string>, std::int64_t, std::int64_t>(
                     "SELECT c.id, c.slug, c.name, c.parent_id, coalesce(counted.products, 0), c.version FROM "
                     "catalog_categories c "
                     "LEFT JOIN (SELECT a.ancestor_id AS id, count(DISTINCT pc.product_id) AS products "
                     "FROM catalog_product_categories pc JOIN catalog_products p ON p.id = pc.product_id "
                     "JOIN catalog_category_ancestors a ON a.category_id = pc.category_id "
                     "WHERE p.listed = 1 GROUP BY a.ancestor_id) counted ON counted.id = c.id"))
            views.push_back({.id = category_id(id),
                             .slug = std::move(slug),
                             .name = std::move(name),
                             .parent_id = parent ? std::optional{category_id(*parent)} : std::nullopt,
                             .children = {},
                             .product_count = count,
                             .version = version});
        return views;
    });
}

Result<std::vector<Offer>> SociCatalogueQueries::offers(const std::vector<Sku>& skus) const {
    JsonRows asked;
    for (const auto& sku : skus) asked.add(sku);
    return database_.query([&asked](Session& session) -> Result<std::vector<Offer>> {
        std::vector<Offer> offers;
        for (const auto& [sku, product, title, variant_title, price, currency, available] :
             session.rows<std::string, std::string, std::string, std::string, std::int64_t, std::string, std::int64_t>(
                 offers_of, asked.text()))
            offers.push_back(
                {.sku = Sku::parse(sku).value(),
                 .product_id = product_id(product),
                 .title = catalog::offer_title(title, variant_title),
                 .unit_price = Money{price, Currency::parse(currency).value()},
                 .available = static_cast<int>(std::clamp<std::int64_t>(available, 0, catalog::max_shown_available))});
        return offers;
    });
}

}  // namespace orion::persistence
