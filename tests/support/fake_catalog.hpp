#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/catalogue_queries.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace orion::test {

struct CatalogState {
    std::map<ProductId, catalog::ProductSnapshot> products;
    std::map<CategoryId, catalog::CategorySnapshot> categories;
    std::map<Sku, catalog::AvailabilityLevel> levels;
    std::set<Sku> ordered;
    std::vector<catalog::PriceChange> price_history;
    std::set<MessageId> inbox;
};

class FakeCatalogWork;
extern template class FakeStore<catalog::CatalogWork, CatalogState, FakeCatalogWork>;

/// The catalogue in memory, with a clock and ids that tests control.
class FakeCatalog : public FakeStore<catalog::CatalogWork, CatalogState, FakeCatalogWork>,
                    public catalog::CatalogueQueries {
public:
    FakeCatalog();
    ~FakeCatalog() override;

    FakeClock clock;
    FakeIdGenerator ids;

    catalog::CatalogStore& store() { return *this; }
    catalog::CatalogueQueries& queries() { return *this; }
    std::size_t price_history_size() const { return state().price_history.size(); }

    Result<catalog::ProductRows> list(const catalog::ProductPageQuery& query) const override;
    Result<std::optional<catalog::ProductView>> find(const catalog::ProductKey& key) const override;
    Result<std::optional<catalog::ProductView>> find_any(ProductId id) const override;
    Result<std::vector<catalog::CategoryView>> categories() const override;
    Result<std::vector<catalog::Offer>> offers(const std::vector<Sku>& skus) const override;
};

}  // namespace orion::test
