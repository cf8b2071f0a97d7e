#pragma once

#include "orion/catalog/change_category.hpp"
#include "orion/catalog/create_category.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/remove_category.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which managers arrange the shelves. All of it outlives them.
struct CategoryAdminUseCases {
    const catalog::ListCategories& list_categories;
    catalog::CreateCategory& create_category;
    catalog::ChangeCategory& change_category;
    catalog::RemoveCategory& remove_category;
};

/// `/api/v1/admin/categories…`
std::vector<Route> category_admin_routes(const CategoryAdminUseCases& use);

}  // namespace orion::rest
