#include "orion/persistence/catalog/soci_category_repository.hpp"

#include <string>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using Row = std::tuple<std::string, std::string, std::string, std::int64_t>;

std::optional<catalog::Category> restore(Session& session, const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    const auto& [id, slug, name, version] = *row;
    std::vector<CategoryId> ancestors;
    for (const auto& [ancestor] : session.rows<std::string>(
             "SELECT ancestor_id FROM catalog_category_ancestors WHERE category_id = :1 AND distance > 0 "
             "ORDER BY distance DESC",
             id))
        ancestors.push_back(CategoryId::parse(ancestor).value());
    return catalog::Category::restore({.id = CategoryId::parse(id).value(),
                                       .slug = catalog::Slug::parse(slug).value(),
                                       .name = name,
                                       .ancestors = std::move(ancestors),
                                       .version = version});
}

}  // namespace

std::optional<catalog::Category> SociCategoryRepository::find(CategoryId id) {
    return restore(session_, session_.row<std::string, std::string, std::string, std::int64_t>(
                                 "SELECT id, slug, name, version FROM catalog_categories WHERE id = :1", id));
}

std::optional<catalog::Category> SociCategoryRepository::find_by_slug(const catalog::Slug& slug) {
    return restore(session_,
                   session_.row<std::string, std::string, std::string, std::int64_t>(
                       "SELECT id, slug, name, version FROM catalog_categories WHERE slug = :1", slug.text()));
}

std::optional<catalog::Category> SociCategoryRepository::find_child(const std::optional<CategoryId>& parent,
                                                                    std::string_view name) {
    return restore(session_, session_.row<std::string, std::string, std::string, std::int64_t>(
                                 "SELECT id, slug, name, version FROM catalog_categories "
                                 "WHERE parent_id IS :1 AND name = :2 ORDER BY slug LIMIT 1",
                                 parent, name));
}

Result<void> SociCategoryRepository::save(const catalog::Category& category) {
    try {
        ORION_CHECK(write_row(category));
        hang_below_parent(category);
        return {};
    } catch (const ConstraintViolation& violation) {
        if (violation.kind != Constraint::unique) throw;
        return fail(ErrorKind::conflict, "slug_taken", "Another category has this slug.");
    }
}

Result<void> SociCategoryRepository::write_row(const catalog::Category& category) {
    if (category.stored_version() == 0) {
        session_.run("INSERT INTO catalog_categories (id, slug, name, parent_id, version) VALUES (:1, :2, :3, :4, :5)",
                     category.id(), category.slug().text(), category.name(), category.parent(), category.version());
        session_.run("INSERT INTO catalog_category_ancestors (category_id, ancestor_id, distance) VALUES (:1, :1, 0)",
                     category.id());
        return {};
    }
    const auto changed = session_.run(
        "UPDATE catalog_categories SET slug = :2, name = :3, parent_id = :4, version = :5 "
        "WHERE id = :1 AND version = :6",
        category.id(), category.slug().text(), category.name(), category.parent(), category.version(),
        category.stored_version());
    if (changed == 1) return {};
    return fail(ErrorKind::stale, "category_changed", "The category was changed meanwhile.");
}

/// Cuts the category, with all below it, off what was above it, and connects it to what is above it now.
void SociCategoryRepository::hang_below_parent(const catalog::Category& category) {
    session_.run(
        "DELETE FROM catalog_category_ancestors "
        "WHERE category_id IN (SELECT category_id FROM catalog_category_ancestors WHERE ancestor_id = :1) "
        "AND ancestor_id NOT IN (SELECT category_id FROM catalog_category_ancestors WHERE ancestor_id = :1)",
        category.id());
    session_.run(
        "INSERT INTO catalog_category_ancestors (category_id, ancestor_id, distance) "
        "SELECT below.category_id, above.ancestor_id, below.distance + above.distance + 1 "
        "FROM catalog_category_ancestors below JOIN catalog_category_ancestors above ON above.category_id = :2 "
        "WHERE below.ancestor_id = :1",
        category.id(), category.parent());
}

}  // namespace orion::persistence
