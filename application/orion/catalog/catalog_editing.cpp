#include "orion/catalog/catalog_editing.hpp"

#include "orion/catalog/get_product.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {
namespace {

bool is_expected(std::int64_t version, const ExpectedVersions& expected) {
    return !expected || std::ranges::find(*expected, version) != expected->end();
}

std::unexpected<Error> no_such_category(const char* field) {
    FieldErrors errors;
    errors.add(field, "category_not_found", "There is no such category.");
    return std::unexpected{std::move(errors).to_error()};
}

}  // namespace

Result<Product> find_expected(CatalogWork& work, ProductId id, const ExpectedVersions& expected) {
    auto product = work.products().find(id);
    if (!product) return std::unexpected{no_such_product()};
    if (is_expected(product->version(), expected)) return *std::move(product);
    return fail(ErrorKind::stale, "product_changed", "The product was changed meanwhile.");
}

Result<Category> find_expected(CatalogWork& work, CategoryId id, const ExpectedVersions& expected) {
    auto category = work.categories().find(id);
    if (!category) return fail(ErrorKind::not_found, "category_not_found", "There is no such category.");
    if (is_expected(category->version(), expected)) return *std::move(category);
    return fail(ErrorKind::stale, "category_changed", "The category was changed meanwhile.");
}

Result<Category> find_parent(CatalogWork& work, CategoryId id) {
    auto parent = work.categories().find(id);
    if (!parent) return no_such_category("parent_id");
    return *std::move(parent);
}

Result<void> save_edited(CatalogWork& work, const Product& product) {
    if (product.version() == product.stored_version()) return {};
    auto saved = work.products().save(product);
    if (!saved && saved.error().kind == ErrorKind::not_found) return no_such_category("category_ids");
    return saved;
}

Result<ProductView> show_to_editors(const CatalogueQueries& queries, ProductId id) {
    ORION_TRY(auto found, queries.find_any(id));
    if (!found) return std::unexpected{no_such_product()};
    return *std::move(found);
}

}  // namespace orion::catalog
