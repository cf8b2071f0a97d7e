#pragma once

#include "orion/catalog/catalog_editing.hpp"

namespace orion::catalog {

struct RemoveProductCommand {
    ProductId product;
    ExpectedVersions expected{};
};

/// Takes a product out of the shop: archives what was ever ordered, else removes it. Ordered is what an order ever took
/// from the stock, as inventory's events tell. `product_not_found`; `product_changed`.
class RemoveProduct {
public:
    explicit RemoveProduct(const CatalogEditing& editing) : editing_{editing} {}
    Result<void> execute(const RemoveProductCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
