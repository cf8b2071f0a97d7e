#pragma once

#include "orion/catalog/catalog_editing.hpp"
#include "orion/catalog/product_change.hpp"

namespace orion::catalog {

/// Takes a product into the shop, as a draft unless its status says otherwise. Without a slug it gets one made from its
/// title. `invalid`: as `check_content`, `category_ids` / `category_not_found`; `conflict` / `slug_taken`, `sku_taken`,
/// `nothing_to_sell`.
class CreateProduct {
public:
    explicit CreateProduct(const CatalogEditing& editing) : editing_{editing} {}
    Result<ProductView> execute(const ProductChange& product);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
