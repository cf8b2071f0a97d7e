#include "orion/catalog/category.hpp"

#include "orion/kernel/text.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {
namespace {

Result<std::string> parse_name(std::string_view name) {
    return parse_text(name, {.min_bytes = 1, .max_bytes = Category::name_bytes});
}

std::vector<CategoryId> ancestors_below(const Category* parent) {
    if (parent == nullptr) return {};
    auto ancestors = parent->ancestors();
    ancestors.push_back(parent->id());
    return ancestors;
}

Result<void> check_depth(std::size_t depth) {
    if (depth <= Category::max_depth) return {};
    return fail(ErrorKind::conflict, "too_deep",
                "Categories nest at most " + std::to_string(Category::max_depth) + " deep.");
}

}  // namespace

Result<Category> Category::create(Draft draft, const Category* parent) {
    ORION_TRY(auto name, parse_name(draft.name));
    auto ancestors = ancestors_below(parent);
    ORION_CHECK(check_depth(ancestors.size() + 1));
    return Category{{.id = draft.id,
                     .slug = std::move(draft.slug),
                     .name = std::move(name),
                     .ancestors = std::move(ancestors),
                     .version = 1},
                    0};
}

Category Category::restore(CategorySnapshot snapshot) {
    const auto version = snapshot.version;
    return {std::move(snapshot), version};
}

Result<void> Category::rename(const std::string& name) {
    ORION_TRY(auto parsed, parse_name(name));
    if (parsed == state_.name) return {};
    state_.name = std::move(parsed);
    touch();
    return {};
}

void Category::change_slug(Slug slug) {
    if (slug == state_.slug) return;
    state_.slug = std::move(slug);
    touch();
}

Result<void> Category::move_under(const Category* parent, std::size_t levels_below) {
    auto ancestors = ancestors_below(parent);
    if (std::ranges::find(ancestors, state_.id) != ancestors.end())
        return fail(ErrorKind::conflict, "category_cycle", "A category cannot stand below itself.");
    ORION_CHECK(check_depth(ancestors.size() + 1 + levels_below));
    if (ancestors == state_.ancestors) return {};
    state_.ancestors = std::move(ancestors);
    touch();
    return {};
}

std::optional<CategoryId> Category::parent() const {
    if (state_.ancestors.empty()) return std::nullopt;
    return state_.ancestors.back();
}

void Category::touch() {
    if (stored_version_ > 0 && state_.version == stored_version_) ++state_.version;
}

}  // namespace orion::catalog
