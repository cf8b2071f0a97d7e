#pragma once

#include "orion/catalog/catalog_editing.hpp"

namespace orion::catalog {

struct AddVariantCommand {
    ProductId product;
    Variant variant;
    ExpectedVersions expected{};
};

/// Gives a product one more variant. `product_not_found`; `product_changed`; `invalid`: as `check_variant`, and
/// `variants` / `too_many`; `conflict` / `sku_taken`.
class AddVariant {
public:
    explicit AddVariant(const CatalogEditing& editing) : editing_{editing} {}
    Result<ProductView> execute(const AddVariantCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
