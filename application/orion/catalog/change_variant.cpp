#include "orion/catalog/change_variant.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {

Error no_such_variant() { return {ErrorKind::not_found, "variant_not_found", "The product has no such variant."}; }

Result<ProductView> ChangeVariant::execute(const ChangeVariantCommand& command) {
    const auto now = editing_.clock.now();
    const auto& change = command.change;
    const auto edit = [&](CatalogWork& work) -> Result<void> {
        ORION_TRY(auto product, find_expected(work, command.product, command.expected));
        auto content = product.content();
        const auto variant = std::ranges::find(content.variants, command.sku, &Variant::sku);
        if (variant == content.variants.end()) return std::unexpected{no_such_variant()};
        variant->title = change.title.value_or(variant->title);
        variant->options = edited(variant->options, change.option_edits);
        variant->price = change.price.value_or(variant->price);
        variant->selling = change.selling.value_or(variant->selling);
        ORION_CHECK(check_variant(*variant));
        ORION_CHECK(product.revise(std::move(content), now));
        return save_edited(work, product);
    };
    ORION_CHECK(editing_.store.transact(edit));
    return show_to_editors(editing_.queries, command.product);
}

}  // namespace orion::catalog
