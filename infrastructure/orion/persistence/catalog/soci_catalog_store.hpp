#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/inbox.hpp"

namespace orion::persistence {

/// The catalogue's transactions. Needs the schema modules `messaging` and `catalog`.
class SociCatalogStore final : public catalog::CatalogStore {
public:
    SociCatalogStore(Database& database, const Clock& clock) : database_{database}, inbox_{clock} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
    Inbox inbox_;
};

}  // namespace orion::persistence
