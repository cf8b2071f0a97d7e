#pragma once

#include "orion/catalog/catalogue_archive.hpp"
#include "orion/catalog/catalogue_writer.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>

namespace orion::catalog {

struct ExportReport {
    std::size_t categories = 0;
    std::size_t products = 0;
    std::size_t variants = 0;

    friend bool operator==(const ExportReport&, const ExportReport&) = default;
};

/// Writes the whole catalogue as it is at one moment: the category tree, then every product, oldest first. Stock is no
/// part of it. Memory is bounded by the tree and a page of products.
class ExportCatalogue {
public:
    explicit ExportCatalogue(const CatalogueArchive& archive) : archive_{archive} {}

    /// Errors of the archive and the writer; the file is not ended then.
    Result<ExportReport> execute(CatalogueWriter& writer) const;

private:
    const CatalogueArchive& archive_;
};

}  // namespace orion::catalog
