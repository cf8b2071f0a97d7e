#include "orion/catalog/create_product.hpp"

#include "orion/catalog/free_slug.hpp"

#include <utility>

namespace orion::catalog {

Result<ProductView> CreateProduct::execute(const ProductChange& product) {
    const auto id = editing_.ids.next<ProductId>();
    const auto now = editing_.clock.now();
    const auto edit = [&](CatalogWork& work) -> Result<void> {
        const auto title = product.title.value_or("");
        const auto slug = product.slug ? *product.slug : free_slug(work.products(), title);
        auto content = applied(product, {.slug = slug, .title = "", .description = ""}, {});
        ORION_TRY(auto created, Product::create(id, std::move(content), now));
        if (product.status) ORION_CHECK(created.bring_to(*product.status, now));
        return save_edited(work, created);
    };
    ORION_CHECK(editing_.store.transact(edit));
    return show_to_editors(editing_.queries, id);
}

}  // namespace orion::catalog
