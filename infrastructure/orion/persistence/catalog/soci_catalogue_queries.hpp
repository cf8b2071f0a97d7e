#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

/// Reads the catalogue. Needs the schema module `catalog`.
class SociCatalogueQueries final : public catalog::CatalogueQueries {
public:
    explicit SociCatalogueQueries(Database& database) : database_{database} {}

    Result<catalog::ProductRows> list(const catalog::ProductPageQuery& query) const override;
    Result<std::optional<catalog::ProductView>> find(const catalog::ProductKey& key) const override;
    Result<std::optional<catalog::ProductView>> find_any(ProductId id) const override;
    Result<std::vector<catalog::CategoryView>> categories() const override;
    Result<std::vector<catalog::Offer>> offers(const std::vector<Sku>& skus) const override;

private:
    Database& database_;
};

}  // namespace orion::persistence
