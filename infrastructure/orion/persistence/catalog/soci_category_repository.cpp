#include "orion/persistence/catalog/soci_category_repository.hpp"

#include "orion/persistence/json_rows_sql.hpp"

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

std::unexpected<Error> slug_taken() {
    return fail(ErrorKind::conflict, "slug_taken", "Another category has this slug.");
}

std::unexpected<Error> category_changed() {
    return fail(ErrorKind::stale, "category_changed", "The category was changed meanwhile.");
}

std::unexpected<Error> not_empty() {
    return fail(ErrorKind::conflict, "category_not_empty", "A category or a product stands in it.");
}

}  // namespace

/// SQLite has one writer.
void SociCategoryRepository::hold_tree() {
    if (session_.dialect() == Dialect::postgres)
        session_.send("LOCK TABLE catalog_categories IN SHARE ROW EXCLUSIVE MODE");
}

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
    constexpr Sql child_of =
        joined_sql<"SELECT id, slug, name, version FROM catalog_categories WHERE ",
                   detail::SqlPart{"parent_id IS :1",
                                   "(parent_id = :1 OR (parent_id IS NULL AND CAST(:1 AS text) IS NULL))"},
                   " AND name = :2 ORDER BY slug LIMIT 1">;
    return restore(session_, session_.row<std::string, std::string, std::string, std::int64_t>(child_of, parent, name));
}

Result<void> SociCategoryRepository::save(const catalog::Category& category) {
    hold_what_is_above(category);
    ORION_CHECK(category.stored_version() == 0 ? insert(category) : update(category));
    hang_below_parent(category);
    return {};
}

std::size_t SociCategoryRepository::levels_below(CategoryId id) {
    return static_cast<std::size_t>(std::get<0>(*session_.row<std::int64_t>(
        "SELECT coalesce(max(distance), 0) FROM catalog_category_ancestors WHERE ancestor_id = :1", id)));
}

Result<void> SociCategoryRepository::remove(const catalog::Category& category) {
    const auto in_use = session_.row<std::int64_t>(
        "SELECT 1 FROM catalog_categories WHERE parent_id = :1 UNION ALL "
        "SELECT 1 FROM catalog_product_categories WHERE category_id = :1 LIMIT 1",
        category.id());
    if (in_use) return not_empty();
    try {
        session_.run("DELETE FROM catalog_category_ancestors WHERE category_id = :1", category.id());
        const auto removed = session_.run("DELETE FROM catalog_categories WHERE id = :1 AND version = :2",
                                          category.id(), category.stored_version());
        if (removed == 0) return category_changed();
        return {};
    } catch (const ConstraintViolation& violation) {
        // Something came to stand in it since it was looked for.
        if (violation.kind != Constraint::foreign_key) throw;
        return not_empty();
    }
}

Result<void> SociCategoryRepository::insert(const catalog::Category& category) {
    const auto added = session_.run(
        "INSERT INTO catalog_categories (id, slug, name, parent_id, version) VALUES (:1, :2, :3, :4, :5) "
        "ON CONFLICT (slug) DO NOTHING",
        category.id(), category.slug().text(), category.name(), category.parent(), category.version());
    if (added == 0) return slug_taken();
    session_.send("INSERT INTO catalog_category_ancestors (category_id, ancestor_id, distance) VALUES (:1, :1, 0)",
                  category.id());
    return {};
}

Result<void> SociCategoryRepository::update(const catalog::Category& category) {
    try {
        const auto changed = session_.run(
            "UPDATE catalog_categories SET slug = :2, name = :3, parent_id = :4, version = :5 "
            "WHERE id = :1 AND version = :6",
            category.id(), category.slug().text(), category.name(), category.parent(), category.version(),
            category.stored_version());
        if (changed == 1) return {};
        return category_changed();
    } catch (const ConstraintViolation& violation) {
        if (violation.kind != Constraint::unique) throw;
        return slug_taken();
    }
}

/// An import makes categories without holding the tree. If something above was moved since it began to read, it would
/// hang them where that was: it has to begin again.
void SociCategoryRepository::hold_what_is_above(const catalog::Category& category) {
    if (session_.dialect() == Dialect::sqlite || !category.parent()) return;
    session_.rows<std::string>(
        "SELECT c.id FROM catalog_categories c WHERE c.id IN "
        "(SELECT a.ancestor_id FROM catalog_category_ancestors a WHERE a.category_id = :1) ORDER BY c.id FOR SHARE",
        category.parent());
}

/// Cuts the category, with all below it, off what was above it, and connects it to what is above it now.
void SociCategoryRepository::hang_below_parent(const catalog::Category& category) {
    session_.send(
        "DELETE FROM catalog_category_ancestors "
        "WHERE category_id IN (SELECT category_id FROM catalog_category_ancestors WHERE ancestor_id = :1) "
        "AND ancestor_id NOT IN (SELECT category_id FROM catalog_category_ancestors WHERE ancestor_id = :1)",
        category.id());
    session_.send(
        "INSERT INTO catalog_category_ancestors (category_id, ancestor_id, distance) "
        "SELECT below.category_id, above.ancestor_id, below.distance + above.distance + 1 "
        "FROM catalog_category_ancestors below JOIN catalog_category_ancestors above ON above.category_id = :2 "
        "WHERE below.ancestor_id = :1",
        category.id(), category.parent());
}

}  // namespace orion::persistence
