#pragma once

#include "orion/catalog/slug.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::catalog {

struct CategorySnapshot {
    CategoryId id;
    Slug slug;
    std::string name;
    std::vector<CategoryId> ancestors;  ///< from the root to the parent; empty for a root
    std::int64_t version;
};

/// A shelf of the shop: a node of a tree.
class Category {
public:
    static constexpr std::size_t name_bytes = 120;
    /// A root has depth 1.
    static constexpr std::size_t max_depth = 16;

    struct Draft {
        CategoryId id;
        Slug slug;
        std::string name;
    };

    /// A new category under `parent`, or a root if that is null. `invalid` / `required`, `too_long`, `malformed_text`
    /// for the name; `conflict` / `too_deep`.
    static Result<Category> create(Draft draft, const Category* parent);
    /// For stores and tests only.
    static Category restore(CategorySnapshot snapshot);

    /// Errors as `create`. Keeps the version if nothing differs.
    Result<void> rename(const std::string& name);

    /// Another name in web addresses. Keeps the version if it is the same.
    void change_slug(Slug slug);

    /// Hangs this category, with `levels_below` levels under it, below `parent` (null: makes it a root). `conflict` /
    /// `category_cycle` if `parent` is this or stands below it; `too_deep`.
    Result<void> move_under(const Category* parent, std::size_t levels_below);

    CategoryId id() const { return state_.id; }
    const Slug& slug() const { return state_.slug; }
    const std::string& name() const { return state_.name; }
    const std::vector<CategoryId>& ancestors() const { return state_.ancestors; }
    std::optional<CategoryId> parent() const;
    std::size_t depth() const { return state_.ancestors.size() + 1; }
    std::int64_t version() const { return state_.version; }
    const CategorySnapshot& snapshot() const { return state_; }

    /// The version this was loaded with, 0 for a new category.
    std::int64_t stored_version() const { return stored_version_; }

private:
    Category(CategorySnapshot state, std::int64_t stored_version)
        : state_{std::move(state)}, stored_version_{stored_version} {}
    void touch();

    CategorySnapshot state_;
    std::int64_t stored_version_;
};

}  // namespace orion::catalog
