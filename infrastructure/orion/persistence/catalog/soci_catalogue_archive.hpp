#pragma once

#include "orion/catalog/catalogue_archive.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

/// Reads the catalogue as a whole, in one transaction. Needs the schema module `catalog`.
class SociCatalogueArchive final : public catalog::CatalogueArchive {
public:
    explicit SociCatalogueArchive(Database& database) : database_{database} {}

    Result<void> read(const Reading& reading) const override;

private:
    Database& database_;
};

}  // namespace orion::persistence
