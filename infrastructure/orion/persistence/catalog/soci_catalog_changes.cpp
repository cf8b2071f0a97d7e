#include "orion/persistence/catalog/soci_catalog_changes.hpp"

#include <tuple>
#include <utility>

namespace orion::persistence {

Result<std::vector<SociCatalogChanges::Change>> SociCatalogChanges::after(std::int64_t number, int limit) const {
    return database_.query([&](Session& session) -> Result<std::vector<Change>> {
        std::vector<Change> changes;
        for (auto& [at, product, lists, categories] :
             session.rows<std::int64_t, std::optional<std::string>, std::int64_t, std::int64_t>(
                 "SELECT number, product_id, lists, categories FROM catalog_changes WHERE number > :1 "
                 "ORDER BY number LIMIT :2",
                 number, limit))
            changes.push_back({at, std::move(product), lists == 1, categories == 1});
        return changes;
    });
}

Result<std::int64_t> SociCatalogChanges::last_before(Instant at) const {
    return database_.query([&](Session& session) -> Result<std::int64_t> {
        return std::get<0>(
            *session.row<std::int64_t>("SELECT coalesce(max(number), 0) FROM catalog_changes WHERE at < :1", at));
    });
}

Result<std::int64_t> purge_catalog_changes(Database& database, const Clock& clock) {
    constexpr int rows_max = 1000;
    const Instant before = clock.now() - catalog_changes_kept;
    std::int64_t total = 0;
    for (std::int64_t purged = 1; purged > 0; total += purged) {
        ORION_CHECK(database.write([&](Session& session) -> Result<void> {
            purged = session.run(
                "DELETE FROM catalog_changes WHERE number IN "
                "(SELECT number FROM catalog_changes WHERE at < :1 ORDER BY number LIMIT :2)",
                before, rows_max);
            return {};
        }));
    }
    return total;
}

}  // namespace orion::persistence
