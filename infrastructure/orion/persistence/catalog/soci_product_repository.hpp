#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/persistence/session.hpp"

namespace orion::persistence {

/// Products within one transaction, together with their place in search.
class SociProductRepository final : public catalog::ProductRepository {
public:
    explicit SociProductRepository(Session& session) : session_{session} {}

    std::optional<catalog::Product> find(ProductId id) override;
    std::optional<catalog::Product> find_by_slug(const catalog::Slug& slug) override;
    std::vector<catalog::Product> find_owning(const std::vector<Sku>& skus) override;
    Result<void> save(const catalog::Product& product) override;
    Result<void> remove(const catalog::Product& product) override;

private:
    Result<void> insert(const catalog::Product& product);
    Result<void> update(const catalog::Product& product);
    Result<void> write_categories(const catalog::Product& product);
    Result<void> write_variants(const catalog::Product& product);
    void write_search(const catalog::Product& product);

    Session& session_;
};

}  // namespace orion::persistence
