#pragma once

#include "orion/cache/catalog_invalidation.hpp"
#include "orion/cache/layered_cache.hpp"
#include "orion/redis/redis_cache.hpp"

#include "process/foundation.hpp"

#include <optional>
#include <vector>

namespace orion::hosts {

/// For the Redis of `cache.redis_url`, which must not be empty. Throws std::runtime_error, for `main` to show, when
/// they make no sense.
redis::RedisOptions redis_options(const config::Settings::Cache& settings);

/// What answers about the catalogue are cached in, as the settings choose, and what keeps it in step.
struct CatalogCache {
    /// Throws std::runtime_error when the settings name no Redis that there could be.
    explicit CatalogCache(Foundation& base);

    /// What its parts have counted since they began, and how they are now, for one line of the log.
    std::vector<LogField> figures() const;

    std::optional<redis::RedisCache> shared;
    cache::LayeredCache layered;
    cache::CatalogInvalidation invalidation;
};

}  // namespace orion::hosts
