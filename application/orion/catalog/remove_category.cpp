#include "orion/catalog/remove_category.hpp"

namespace orion::catalog {

Result<void> RemoveCategory::execute(const RemoveCategoryCommand& command) {
    return editing_.store.transact([&command](CatalogWork& work) -> Result<void> {
        work.categories().hold_tree();
        ORION_TRY(const auto category, find_expected(work, command.category, command.expected));
        return work.categories().remove(category);
    });
}

}  // namespace orion::catalog
