#include "orion/catalog/create_category.hpp"

#include "orion/catalog/free_slug.hpp"
#include "orion/kernel/text.hpp"

#include <utility>

namespace orion::catalog {

void check_category_name(FieldErrors& errors, const std::string& name) {
    errors.take("name", parse_text(name, {.min_bytes = 1, .max_bytes = Category::name_bytes}));
}

Result<CategoryId> CreateCategory::execute(const CreateCategoryCommand& command) {
    FieldErrors errors;
    check_category_name(errors, command.name);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    const auto id = editing_.ids.next<CategoryId>();
    const auto edit = [&](CatalogWork& work) -> Result<void> {
        work.categories().hold_tree();
        std::optional<Category> parent;
        if (command.parent) {
            ORION_TRY(parent, find_parent(work, *command.parent));
        }
        const auto* const above = parent ? &*parent : nullptr;
        const auto slug = command.slug ? *command.slug : free_slug(work.categories(), command.name, above);
        ORION_TRY(const auto category, Category::create({.id = id, .slug = slug, .name = command.name}, above));
        return work.categories().save(category);
    };
    ORION_CHECK(editing_.store.transact(edit));
    return id;
}

}  // namespace orion::catalog
