#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/rest/router.hpp"

namespace orion::rest {

/// What the route calls by which managers bring the shop to what a file says. All of it outlives it.
struct CatalogImportUseCases {
    catalog::ImportCatalogue& import_catalogue;
    catalog::CatalogueTexts& texts;
    Currency currency;  ///< of prices that name none
};

/// What one import may cost.
struct CatalogImportLimits {
    static constexpr std::size_t lines = 10'000;
    static constexpr std::size_t rejections_listed = 1'000;
};

/// `POST /api/v1/admin/catalog/import`
Route catalog_import_route(const CatalogImportUseCases& use);

}  // namespace orion::rest
