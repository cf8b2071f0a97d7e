#pragma once

#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::persistence {

/// What the catalogue shows and no longer does, in the order of its writing; rows come with the transaction that makes
/// the change, whoever makes it. Needs the schema module `catalog`.
class SociCatalogChanges {
public:
    explicit SociCatalogChanges(Database& database) : database_{database} {}

    struct Change {
        std::int64_t number;  ///< may become visible after a higher one
        std::optional<std::string> product;
        bool lists;       ///< which products are listed, or in which order
        bool categories;  ///< the tree or its counts
    };
    /// At most `limit` of those after `number`, the lowest first.
    Result<std::vector<Change>> after(std::int64_t number, int limit) const;

    /// The highest number of those older than `at`; 0 if there is none.
    Result<std::int64_t> last_before(Instant at) const;

private:
    Database& database_;
};

/// How long changes are kept: longer than any cache keeps what it shows.
inline constexpr std::chrono::hours catalog_changes_kept{3};

/// Forgets older ones, in small transactions. Returns how many. For the scheduler.
Result<std::int64_t> purge_catalog_changes(Database& database, const Clock& clock);

}  // namespace orion::persistence
