#pragma once

#include "orion/catalog/get_product.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/ports/digest.hpp"
#include "orion/ports/read_through.hpp"
#include "orion/rest/router.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace orion::rest {

/// How long an answer about the catalogue is shown when nobody tells that it has changed.
struct CatalogLives {
    std::chrono::milliseconds fresh = std::chrono::minutes{10};
    std::chrono::milliseconds kept = std::chrono::hours{1};      ///< to stand in when the database does not answer
    std::chrono::milliseconds absent = std::chrono::seconds{5};  ///< that there is no such product
};

/// What the catalogue's routes call. All of it outlives them.
///
/// Answers are cached as they are sent. Their tags: `product:ID` for every product shown, `lists` for those that depend
/// on which products there are, `categories` for the tree.
struct CatalogUseCases {
    const catalog::ListProducts& list_products;
    const catalog::GetProduct& get_product;
    const catalog::ListCategories& list_categories;
    ReadThrough& cache;
    const Digest& digest;
    CatalogLives lives{};
};

std::vector<Route> catalog_routes(const CatalogUseCases& use);

/// Caches what a shop is asked for first: the category tree, the newest products as lists and one by one. Stops early
/// when `go_on`, asked before each answer, says so, or when one cannot be made.
void warm_catalog(const CatalogUseCases& use, const std::function<bool()>& go_on);

}  // namespace orion::rest
