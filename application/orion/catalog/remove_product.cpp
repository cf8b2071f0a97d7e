#include "orion/catalog/remove_product.hpp"

#include <vector>

namespace orion::catalog {

Result<void> RemoveProduct::execute(const RemoveProductCommand& command) {
    const auto now = editing_.clock.now();
    return editing_.store.transact([&](CatalogWork& work) -> Result<void> {
        ORION_TRY(auto product, find_expected(work, command.product, command.expected));
        std::vector<Sku> skus;
        for (const auto& variant : product.content().variants) skus.push_back(variant.sku);
        if (work.availability().ordered_among(skus).empty()) return work.products().remove(product);
        ORION_CHECK(product.bring_to(ProductStatus::archived, now));
        return save_edited(work, product);
    });
}

}  // namespace orion::catalog
