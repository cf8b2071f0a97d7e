#include "orion/catalog/remove_variant.hpp"

#include "orion/catalog/change_variant.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {

Result<void> RemoveVariant::execute(const RemoveVariantCommand& command) {
    const auto now = editing_.clock.now();
    return editing_.store.transact([&](CatalogWork& work) -> Result<void> {
        ORION_TRY(auto product, find_expected(work, command.product, command.expected));
        auto content = product.content();
        const auto variant = std::ranges::find(content.variants, command.sku, &Variant::sku);
        if (variant == content.variants.end()) return std::unexpected{no_such_variant()};
        if (work.availability().ordered_among({command.sku}).empty()) {
            content.variants.erase(variant);
        } else {
            variant->selling = Selling::no;
        }
        ORION_CHECK(product.revise(std::move(content), now));
        return save_edited(work, product);
    });
}

}  // namespace orion::catalog
