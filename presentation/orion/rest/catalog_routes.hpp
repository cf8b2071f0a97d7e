#pragma once

#include "orion/catalog/get_product.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/ports/cache.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the catalogue's routes call. All of it outlives them.
struct CatalogUseCases {
    const catalog::ListProducts& list_products;
    const catalog::GetProduct& get_product;
    const catalog::ListCategories& list_categories;
    Cache& cache;
    const Digest& digest;
};

std::vector<Route> catalog_routes(const CatalogUseCases& use);

}  // namespace orion::rest
