#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/category.hpp"
#include "orion/catalog/slug.hpp"

#include <string_view>

namespace orion::catalog {

/// A slug for a new category: made from its name alone if that is free, else with the parent's slug before it, else
/// counted up.
Slug free_slug(CategoryRepository& categories, std::string_view name, const Category* parent);

/// A slug for a new product: made from its title if that is free, else counted up. The last one tried is taken if a
/// hundred are.
Slug free_slug(ProductRepository& products, std::string_view title);

}  // namespace orion::catalog
