#pragma once

#include "orion/catalog/catalog_editing.hpp"

namespace orion::catalog {

struct RemoveCategoryCommand {
    CategoryId category;
    ExpectedVersions expected{};
};

/// Takes down a shelf that is empty: what stands in it would otherwise be lost to whoever looks for it there.
/// `category_not_found`; `category_changed`; `category_not_empty`.
class RemoveCategory {
public:
    explicit RemoveCategory(const CatalogEditing& editing) : editing_{editing} {}
    Result<void> execute(const RemoveCategoryCommand& command);

private:
    CatalogEditing editing_;
};

}  // namespace orion::catalog
