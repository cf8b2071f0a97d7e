#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/catalogue_queries.hpp"
#include "orion/kernel/result.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace orion::catalog {

/// What every edit of the catalogue works with. All of it outlives the use cases.
struct CatalogEditing {
    CatalogStore& store;
    const CatalogueQueries& queries;
    const Clock& clock;
    IdGenerator& ids;
};

/// The versions on one of which an editor has built; nothing: on whatever there is.
using ExpectedVersions = std::optional<std::vector<std::int64_t>>;

/// `not_found` / `product_not_found`; `stale` / `product_changed` if its version is none of those expected.
Result<Product> find_expected(CatalogWork& work, ProductId id, const ExpectedVersions& expected);

/// `not_found` / `category_not_found`; `stale` / `category_changed` if its version is none of those expected.
Result<Category> find_expected(CatalogWork& work, CategoryId id, const ExpectedVersions& expected);

/// The category that shall be the parent. `invalid` / `category_not_found` naming `parent_id`.
Result<Category> find_parent(CatalogWork& work, CategoryId id);

/// Stores the product if it was changed. As ProductRepository::save, but a category that does not exist is `invalid` /
/// `category_not_found` naming `category_ids`.
Result<void> save_edited(CatalogWork& work, const Product& product);

/// The product as editors see it now. `not_found` / `product_not_found`.
Result<ProductView> show_to_editors(const CatalogueQueries& queries, ProductId id);

}  // namespace orion::catalog
