#include "orion/catalog/free_slug.hpp"

#include <string>
#include <utility>

namespace orion::catalog {
namespace {

constexpr int counted_max = 100;

template <class Repository>
Slug counted(Repository& repository, const Slug& slug) {
    auto candidate = slug;
    for (int count = 2; count <= counted_max && repository.find_by_slug(candidate); ++count)
        candidate = slug.with(std::to_string(count));
    return candidate;
}

}  // namespace

Slug free_slug(CategoryRepository& categories, std::string_view name, const Category* parent) {
    auto slug = Slug::derive(name);
    if (parent == nullptr || !categories.find_by_slug(slug)) return counted(categories, slug);
    return counted(categories, parent->slug().with(name));
}

Slug free_slug(ProductRepository& products, std::string_view title) { return counted(products, Slug::derive(title)); }

}  // namespace orion::catalog
