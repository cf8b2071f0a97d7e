#pragma once

#include "orion/catalog/views.hpp"
#include "orion/persistence/json_rows_sql.hpp"

#include <cstdint>
#include <string>
#include <tuple>

namespace orion::persistence::detail {

/// What a shopper sees of the product `p` of a statement: the columns of a ViewRow.
inline constexpr SqlPart view_head{
    "p.id, p.slug, p.title, p.description, p.image_urls, p.attributes, p.status, p.created_at, p.updated_at, "
    "p.version, (SELECT "};
inline constexpr SqlPart view_categories{"c.position, c.category_id"};
inline constexpr SqlPart view_middle{" FROM catalog_product_categories c WHERE c.product_id = p.id), (SELECT "};
inline constexpr SqlPart view_variants{
    "v.position, v.sku, v.title, v.options, v.price, v.currency, coalesce(s.available, 0)"};
inline constexpr SqlPart view_tail{
    " FROM catalog_variants v LEFT JOIN catalog_availability s ON s.sku = v.sku "
    "WHERE v.product_id = p.id AND v.for_sale = 1) "};

/// A statement that selects views: what stands before and behind their columns.
template <SqlPart Before, SqlPart... Behind>
inline constexpr Sql view_sql = joined_sql<Before, view_head, list, view_categories, list_end, view_middle, list,
                                           view_variants, list_end, view_tail, Behind...>;

using ViewRow = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                           std::int64_t, std::int64_t, std::int64_t, std::string, std::string>;

catalog::ProductView view_of(ViewRow row);

}  // namespace orion::persistence::detail
