#pragma once

#include "orion/catalog/product.hpp"
#include "orion/kernel/result.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orion::catalog {

/// Named texts to set, and without a text those to take away.
using NamedTextEdits = std::map<std::string, std::optional<std::string>>;

/// `texts` after the edits.
NamedTexts edited(NamedTexts texts, const NamedTextEdits& edits);

/// What an editor wants of a product. What is absent stays.
struct ProductChange {
    std::optional<Slug> slug{};
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::vector<CategoryId>> categories{};
    std::optional<std::vector<std::string>> image_urls{};
    std::optional<NamedTexts> attributes{};
    NamedTextEdits attribute_edits{};  ///< behind `attributes`
    std::optional<ProductStatus> status{};
    std::optional<std::vector<Variant>> variants{};  ///< all that there shall be
};

/// As `check_content`, whatever the product is now.
Result<void> check_change(const ProductChange& change);

/// The content after the change. A variant of `ordered` that the change leaves out is taken off sale instead of away:
/// orders name it, and its SKU must not go to something else.
ProductContent applied(const ProductChange& change, ProductContent content, const std::set<Sku>& ordered);

}  // namespace orion::catalog
