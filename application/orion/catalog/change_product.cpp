#include "orion/catalog/change_product.hpp"

#include <vector>

namespace orion::catalog {

Result<ProductView> ChangeProduct::execute(const ChangeProductCommand& command) {
    const auto now = editing_.clock.now();
    const auto edit = [&](CatalogWork& work) -> Result<void> {
        ORION_TRY(auto product, find_expected(work, command.product, command.expected));
        std::vector<Sku> skus;
        for (const auto& variant : product.content().variants) skus.push_back(variant.sku);
        const auto ordered = command.change.variants ? work.availability().ordered_among(skus) : std::set<Sku>{};
        ORION_CHECK(product.revise(applied(command.change, product.content(), ordered), now));
        if (command.change.status) ORION_CHECK(product.bring_to(*command.change.status, now));
        return save_edited(work, product);
    };
    ORION_CHECK(editing_.store.transact(edit));
    return show_to_editors(editing_.queries, command.product);
}

}  // namespace orion::catalog
