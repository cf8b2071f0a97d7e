#include "orion/catalog/add_variant.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {

Result<ProductView> AddVariant::execute(const AddVariantCommand& command) {
    ORION_CHECK(check_variant(command.variant));
    const auto now = editing_.clock.now();
    const auto edit = [&](CatalogWork& work) -> Result<void> {
        ORION_TRY(auto product, find_expected(work, command.product, command.expected));
        auto content = product.content();
        if (std::ranges::find(content.variants, command.variant.sku, &Variant::sku) != content.variants.end())
            return fail(ErrorKind::conflict, "sku_taken", "The product has this SKU already.");
        content.variants.push_back(command.variant);
        ORION_CHECK(product.revise(std::move(content), now));
        return save_edited(work, product);
    };
    ORION_CHECK(editing_.store.transact(edit));
    return show_to_editors(editing_.queries, command.product);
}

}  // namespace orion::catalog
