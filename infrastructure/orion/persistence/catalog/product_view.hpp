#pragma once

#include "orion/catalog/views.hpp"
#include "orion/persistence/json_rows_sql.hpp"

#include <cstdint>
#include <string>
#include <tuple>

namespace orion::persistence::detail {

/// What is shown of the product `p` of a statement: the columns of a ViewRow.
inline constexpr SqlPart view_head{
    "p.id, p.slug, p.title, p.description, p.image_urls, p.attributes, p.status, p.created_at, p.updated_at, "
    "p.version, (SELECT "};
inline constexpr SqlPart view_categories{"c.position, c.category_id"};
inline constexpr SqlPart view_middle{" FROM catalog_product_categories c WHERE c.product_id = p.id), (SELECT "};
inline constexpr SqlPart view_variants{
    "v.position, v.sku, v.title, v.options, v.price, v.currency, coalesce(s.available, 0), v.for_sale"};
inline constexpr SqlPart view_tail{
    " FROM catalog_variants v LEFT JOIN catalog_availability s ON s.sku = v.sku "
    "WHERE v.product_id = p.id"};

/// Which products and which of their variants somebody sees; :9 is a status or NULL.
struct ForShoppers {
    static constexpr SqlPart products{"p.listed = 1 AND CAST(:9 AS text) IS NULL"};
    static constexpr SqlPart variants{" AND v.for_sale = 1) "};
};
struct ForEditors {
    static constexpr SqlPart products{"(CAST(:9 AS text) IS NULL OR p.status = :9)"};
    static constexpr SqlPart variants{") "};
};

/// A statement that selects views: what stands before and behind their columns.
template <class Viewer, SqlPart Before, SqlPart... Behind>
inline constexpr Sql view_sql = joined_sql<Before, view_head, list, view_categories, list_end, view_middle, list,
                                           view_variants, list_end, view_tail, Viewer::variants, Behind...>;

using ViewRow = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                           std::int64_t, std::int64_t, std::int64_t, std::string, std::string>;

catalog::ProductView view_of(ViewRow row);

}  // namespace orion::persistence::detail
