#pragma once

#include "orion/catalog/catalogue_queries.hpp"

namespace orion::catalog {

/// A product of any status with every variant. `not_found` / `product_not_found`
class GetProductForEditors {
public:
    explicit GetProductForEditors(const CatalogueQueries& catalogue) : catalogue_{catalogue} {}
    Result<ProductView> execute(ProductId id) const;

private:
    const CatalogueQueries& catalogue_;
};

}  // namespace orion::catalog
