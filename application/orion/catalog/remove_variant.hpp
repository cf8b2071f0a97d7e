#pragma once

#include "orion/catalog/catalog_editing.hpp"

namespace orion::catalog {

struct RemoveVariantCommand {
    ProductId product;
    Sku sku;
    ExpectedVersions expected{};
};

/// Takes a variant away; one that was ever ordered is taken off sale instead, so that its SKU never means anything
/// else. `product_not_found`, `variant_not_found`; `product_changed`.
class RemoveVariant {
public:
    explicit RemoveVariant(const CatalogEditing& editing) : editing_{editing} {}
    Result<void> execute(const RemoveVariantCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
