#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/inventory/sold_skus.hpp"

namespace orion::bridges {

/// Inventory takes in whatever the catalogue knows, drafts too.
class CatalogueSoldSkus final : public inventory::SoldSkus {
public:
    explicit CatalogueSoldSkus(catalog::CatalogStore& catalogue) : catalogue_{catalogue} {}

    Result<bool> contains(const Sku& sku) override {
        return catalogue_.transact(
            [&](catalog::CatalogWork& work) -> Result<bool> { return !work.products().find_owning({sku}).empty(); });
    }

private:
    catalog::CatalogStore& catalogue_;
};

}  // namespace orion::bridges
