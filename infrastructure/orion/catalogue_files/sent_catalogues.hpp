#pragma once

#include "orion/catalog/catalogue_source.hpp"

#include <memory>
#include <string>

namespace orion::catalogue_files {

/// Catalogues that came over the wire, whole. Thread-safe.
class SentCatalogues final : public catalog::CatalogueTexts {
public:
    std::unique_ptr<catalog::CatalogueSource> open(std::string text, catalog::CatalogueForm form) override;
};

}  // namespace orion::catalogue_files
