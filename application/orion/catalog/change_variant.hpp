#pragma once

#include "orion/catalog/catalog_editing.hpp"
#include "orion/catalog/product_change.hpp"

#include <optional>
#include <string>

namespace orion::catalog {

/// What an editor wants of a variant. What is absent stays.
struct VariantChange {
    std::optional<std::string> title{};
    NamedTextEdits option_edits{};
    std::optional<Money> price{};
    std::optional<Selling> selling{};
};

struct ChangeVariantCommand {
    ProductId product;
    Sku sku;
    VariantChange change;
    ExpectedVersions expected{};
};

/// Edits one variant. `product_not_found`, `variant_not_found`; `product_changed`; `invalid`: as `check_variant`.
class ChangeVariant {
public:
    explicit ChangeVariant(const CatalogEditing& editing) : editing_{editing} {}
    Result<ProductView> execute(const ChangeVariantCommand& command);

private:
    CatalogEditing editing_;
};

/// `not_found` / `variant_not_found`
Error no_such_variant();

}  // namespace orion::catalog
