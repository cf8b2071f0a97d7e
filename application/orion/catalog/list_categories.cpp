#include "orion/catalog/list_categories.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace orion::catalog {
namespace {

using ByParent = std::map<std::optional<CategoryId>, std::vector<CategoryView>>;

// As deep as Category::max_depth at most.
std::vector<CategoryView> take_children(ByParent& by_parent, const std::optional<CategoryId>& parent) {
    const auto found = by_parent.find(parent);
    if (found == by_parent.end()) return {};
    auto children = std::move(found->second);
    by_parent.erase(found);
    std::ranges::sort(children, {}, [](const CategoryView& view) { return std::tie(view.name, view.slug); });
    for (auto& child : children) child.children = take_children(by_parent, child.id);
    return children;
}

}  // namespace

Result<std::vector<CategoryView>> ListCategories::execute() const {
    ORION_TRY(auto flat, catalogue_.categories());
    ByParent by_parent;
    for (auto& category : flat) by_parent[category.parent_id].push_back(std::move(category));
    return take_children(by_parent, std::nullopt);
}

}  // namespace orion::catalog
