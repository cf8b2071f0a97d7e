#pragma once

#include "orion/catalog/add_variant.hpp"
#include "orion/catalog/change_product.hpp"
#include "orion/catalog/change_variant.hpp"
#include "orion/catalog/create_product.hpp"
#include "orion/catalog/get_product_for_editors.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/catalog/remove_product.hpp"
#include "orion/catalog/remove_variant.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which managers write the catalogue. All of it outlives them.
struct ProductAdminUseCases {
    const catalog::ListProducts& list_products;
    const catalog::GetProductForEditors& get_product;
    catalog::CreateProduct& create_product;
    catalog::ChangeProduct& change_product;
    catalog::RemoveProduct& remove_product;
    catalog::AddVariant& add_variant;
    catalog::ChangeVariant& change_variant;
    catalog::RemoveVariant& remove_variant;
};

/// `/api/v1/admin/products…`
std::vector<Route> product_admin_routes(const ProductAdminUseCases& use);

}  // namespace orion::rest
