#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalogue_files/json_tree.hpp"
#include "orion/catalogue_files/record_reader.hpp"

#include <deque>
#include <memory>

namespace orion::catalogue_files {

using Entries = std::deque<catalog::CatalogueEntry>;

/// Knows one form of catalogue: turns its records into entries. For one thread.
class EntryMapper {
public:
    virtual ~EntryMapper() = default;

    /// Appends what this record makes known. `object` is the parsed text of `record`, and an object.
    virtual void take(const Record& record, const Json& object, Entries& entries) = 0;

    /// Appends some of what could only be known at the end of the file; call it until it appends nothing.
    virtual void finish(Entries&) {}
};

/// docs/catalogue-files.md: a product with its variants, or a product of one variant.
std::unique_ptr<EntryMapper> make_orion_mapper();
/// Magento's products, flattened: simple, configurable, downloadable.
std::unique_ptr<EntryMapper> make_magento_mapper();
/// The .NET eShop's catalogue items.
std::unique_ptr<EntryMapper> make_eshop_mapper();
/// Best Buy's category tree.
std::unique_ptr<EntryMapper> make_bestbuy_categories_mapper();

}  // namespace orion::catalogue_files
