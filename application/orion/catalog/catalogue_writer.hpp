#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalog/product.hpp"
#include "orion/kernel/result.hpp"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace orion::catalog {

/// From the root to a category itself.
using CategoryTrail = std::vector<CategoryNode>;

struct ExportedProduct {
    const Product& product;
    std::vector<CategoryTrail> categories;  ///< in the product's order
};

/// The names that the products of a catalogue use.
struct NamesInUse {
    std::set<std::string> options;
    std::set<std::string> attributes;
};

/// Writes one catalogue file, once, front to back, in bounded memory: `begin`, every category, every product, `end`.
/// A file that was not ended is no file. `unavailable` / `unwritable_file` when it cannot be written any further. For
/// one thread.
class CatalogueWriter {
public:
    virtual ~CatalogueWriter() = default;

    /// Whether the form has to know before the first product what the names of all of them are.
    virtual bool needs_names() const = 0;
    /// `names` are empty unless they are needed.
    virtual Result<void> begin(const NamesInUse& names) = 0;
    virtual Result<void> write(const CategoryTrail& category) = 0;
    /// `conflict` / `not_in_this_form` for a product that the form has no words for.
    virtual Result<void> write(const ExportedProduct& product) = 0;
    virtual Result<void> end() = 0;
};

/// Makes catalogue files by path.
class CatalogueTargets {
public:
    virtual ~CatalogueTargets() = default;

    /// `path` may be `-` for the standard output; `format` is `json` or `csv`. `unavailable` / `unwritable_file`;
    /// `invalid` / `unknown_format`.
    virtual Result<std::unique_ptr<CatalogueWriter>> create(const std::string& path, std::string_view format) = 0;
};

}  // namespace orion::catalog
