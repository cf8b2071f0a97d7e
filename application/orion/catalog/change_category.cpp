#include "orion/catalog/change_category.hpp"

#include "orion/catalog/create_category.hpp"

#include <utility>

namespace orion::catalog {
namespace {

Result<void> move(CatalogWork& work, Category& category, const std::optional<CategoryId>& to) {
    if (to == category.parent()) return {};
    std::optional<Category> parent;
    if (to) {
        ORION_TRY(parent, find_parent(work, *to));
    }
    return category.move_under(parent ? &*parent : nullptr, work.categories().levels_below(category.id()));
}

}  // namespace

Result<void> ChangeCategory::execute(const ChangeCategoryCommand& command) {
    FieldErrors errors;
    check_category_name(errors, command.name);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    return editing_.store.transact([&](CatalogWork& work) -> Result<void> {
        work.categories().hold_tree();
        ORION_TRY(auto category, find_expected(work, command.category, command.expected));
        ORION_CHECK(category.rename(command.name));
        if (command.slug) category.change_slug(*command.slug);
        if (command.parent) ORION_CHECK(move(work, category, *command.parent));
        if (category.version() == category.stored_version()) return {};
        return work.categories().save(category);
    });
}

}  // namespace orion::catalog
