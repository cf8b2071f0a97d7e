#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/persistence/session.hpp"

namespace orion::persistence {

/// Categories within one transaction.
class SociCategoryRepository final : public catalog::CategoryRepository {
public:
    explicit SociCategoryRepository(Session& session) : session_{session} {}

    void hold_tree() override;
    std::optional<catalog::Category> find(CategoryId id) override;
    std::optional<catalog::Category> find_by_slug(const catalog::Slug& slug) override;
    std::optional<catalog::Category> find_child(const std::optional<CategoryId>& parent,
                                                std::string_view name) override;
    Result<void> save(const catalog::Category& category) override;
    std::size_t levels_below(CategoryId id) override;
    Result<void> remove(const catalog::Category& category) override;

private:
    Result<void> insert(const catalog::Category& category);
    Result<void> update(const catalog::Category& category);
    void hold_what_is_above(const catalog::Category& category);
    void hang_below_parent(const catalog::Category& category);

    Session& session_;
};

}  // namespace orion::persistence
