#pragma once

#include "orion/catalog/catalog_editing.hpp"

#include <optional>
#include <string>

namespace orion::catalog {

struct ChangeCategoryCommand {
    CategoryId category;
    std::string name;
    std::optional<Slug> slug{};                         ///< by default it stays
    std::optional<std::optional<CategoryId>> parent{};  ///< where it shall hang; by default it stays where it is
    ExpectedVersions expected{};
};

/// Renames a shelf and moves it, with all that is below. `category_not_found`; `category_changed`; `invalid`: `name`,
/// `parent_id` / `category_not_found`; `conflict` / `slug_taken`, `category_cycle`, `too_deep`.
class ChangeCategory {
public:
    explicit ChangeCategory(const CatalogEditing& editing) : editing_{editing} {}
    Result<void> execute(const ChangeCategoryCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
