#pragma once

#include "orion/catalog/catalog_editing.hpp"

#include <optional>
#include <string>

namespace orion::catalog {

struct CreateCategoryCommand {
    std::string name;
    std::optional<Slug> slug{};          ///< by default made from the name
    std::optional<CategoryId> parent{};  ///< by default it is a root
};

/// Puts up a shelf. `invalid`: `name` (as Category::create), `parent_id` / `category_not_found`; `conflict` /
/// `slug_taken`, `too_deep`.
class CreateCategory {
public:
    explicit CreateCategory(const CatalogEditing& editing) : editing_{editing} {}
    Result<CategoryId> execute(const CreateCategoryCommand& command);

private:
    CatalogEditing editing_;
};

/// `errors` with what is wrong with the name: `required`, `too_long`, `malformed_text`.
void check_category_name(FieldErrors& errors, const std::string& name);

}  // namespace orion::catalog
