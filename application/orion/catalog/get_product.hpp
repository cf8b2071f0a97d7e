#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/catalog/views.hpp"
#include "orion/kernel/result.hpp"

#include <string_view>

namespace orion::catalog {

/// `not_found` / `product_not_found`
Error no_such_product();

/// One product that shoppers may see. `not_found` / `product_not_found`: unknown, a draft or archived, or no id or slug
/// at all.
class GetProduct {
public:
    explicit GetProduct(const CatalogueQueries& catalogue) : catalogue_{catalogue} {}
    Result<ProductView> execute(std::string_view id_or_slug) const;

private:
    const CatalogueQueries& catalogue_;
};

}  // namespace orion::catalog
