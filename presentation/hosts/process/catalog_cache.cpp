#include "process/catalog_cache.hpp"

#include "orion/rest/catalog_routes.hpp"

#include <array>
#include <ranges>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace orion::hosts {
namespace {

/// The feed is read several times a second; a database that does not answer makes everything stale.
constexpr std::chrono::seconds silence_max{1};

template <class T>
T usable(Result<T> parsed) {
    if (!parsed) throw std::runtime_error{parsed.error().message};
    return *std::move(parsed);
}

std::optional<redis::RedisCache> shared_cache(const config::Settings::Cache& settings) {
    if (settings.redis_url.empty()) return std::nullopt;
    return std::optional<redis::RedisCache>{std::in_place, redis_options(settings)};
}

/// A cache in the process begins empty; what others left in Redis may be as old as it may get.
std::chrono::milliseconds history(bool is_shared) {
    return is_shared ? rest::CatalogLives{}.kept : std::chrono::milliseconds{0};
}

}  // namespace

redis::RedisOptions redis_options(const config::Settings::Cache& settings) {
    constexpr std::uint16_t sentinel_port = 26379;
    auto options = usable(redis::parse_redis_url(settings.redis_url));
    options.password = settings.redis_password.source;
    options.key_prefix = settings.redis_prefix;
    for (const auto part : std::views::split(settings.sentinels, ',')) {
        if (!part.empty())
            options.sentinels.push_back(
                usable(redis::parse_address(std::string_view{part.begin(), part.end()}, sentinel_port)));
    }
    options.sentinel_master = settings.sentinel_master;
    options.sentinel_user = settings.sentinel_user;
    options.sentinel_password = settings.sentinel_password.source;
    options.connect_timeout = settings.redis_timeout;
    options.answer_timeout = settings.redis_timeout;
    return options;
}

CatalogCache::CatalogCache(Foundation& base)
    : shared{shared_cache(base.settings.cache)},
      layered{{.bytes_max = base.settings.cache.memory_bytes, .silence_max = silence_max}, shared ? &*shared : nullptr},
      invalidation{layered,
                   {.database = base.databases.of("catalog"), .clock = base.clock, .log = base.log},
                   history(shared.has_value())} {}

std::vector<LogField> CatalogCache::figures() const {
    const auto cache = layered.snapshot();
    const auto changes = invalidation.snapshot();
    std::vector<LogField> figures{{"cache_hits", cache.hits},
                                  {"cache_shared_hits", cache.shared_hits},
                                  {"cache_misses", cache.misses},
                                  {"cache_joined", cache.joined},
                                  {"cache_stale", cache.stale},
                                  {"cache_failed", cache.failed},
                                  {"cache_entries", cache.in_process.entries},
                                  {"cache_bytes", cache.in_process.bytes},
                                  {"cache_evicted", cache.in_process.evicted},
                                  {"loads_us", cache.load_us},
                                  {"loads_under_way", cache.loads.under_way},
                                  {"loads_waiting", cache.loads.waiting},
                                  {"loads_refused", cache.loads.refused},
                                  {"changes_followed", changes.changes},
                                  {"changes_failures", changes.failures}};
    if (!shared) return figures;
    const auto redis = shared->snapshot();
    const std::array<LogField, 13> more{{{"redis_hits", redis.hits},
                                         {"redis_misses", redis.misses},
                                         {"redis_puts", redis.puts},
                                         {"redis_us", redis.time_us},
                                         {"redis_connects", redis.connects},
                                         {"redis_breaker", to_text(redis.breaker.state)},
                                         {"redis_breaker_opened", redis.breaker.opened},
                                         {"redis_breaker_refused", redis.breaker.refused},
                                         {"redis_succeeded", redis.breaker.succeeded},
                                         {"redis_failed", redis.breaker.failed},
                                         {"redis_bulkhead_refused", redis.calls.refused},
                                         {"redis_retries", redis.retries.spent},
                                         {"redis_retries_refused", redis.retries.refused}}};
    figures.insert(figures.end(), more.begin(), more.end());
    return figures;
}

}  // namespace orion::hosts
