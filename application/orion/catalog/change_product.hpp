#pragma once

#include "orion/catalog/catalog_editing.hpp"
#include "orion/catalog/product_change.hpp"

namespace orion::catalog {

struct ChangeProductCommand {
    ProductId product;
    ProductChange change;
    ExpectedVersions expected{};
};

/// Edits a product: its content, its variants, whether it is on sale. `product_not_found`; `product_changed`;
/// `invalid`: as `check_content`, `category_ids` / `category_not_found`; `conflict` / `slug_taken`, `sku_taken`, and
/// what Product::bring_to says of the status.
class ChangeProduct {
public:
    explicit ChangeProduct(const CatalogEditing& editing) : editing_{editing} {}
    Result<ProductView> execute(const ChangeProductCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
