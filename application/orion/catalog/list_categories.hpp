#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/catalog/views.hpp"
#include "orion/kernel/result.hpp"

#include <vector>

namespace orion::catalog {

/// The roots of the category tree by name, each with all that is below it.
class ListCategories {
public:
    explicit ListCategories(const CatalogueQueries& catalogue) : catalogue_{catalogue} {}
    Result<std::vector<CategoryView>> execute() const;

private:
    const CatalogueQueries& catalogue_;
};

}  // namespace orion::catalog
