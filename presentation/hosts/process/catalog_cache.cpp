#include "process/catalog_cache.hpp"

#include "orion/rest/catalog_routes.hpp"

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
    constexpr std::uint16_t sentinel_port = 26379;
    if (settings.redis_url.empty()) return std::nullopt;
    auto options = usable(redis::parse_redis_url(settings.redis_url));
    options.password = settings.redis_password.value;
    options.key_prefix = settings.redis_prefix;
    for (const auto part : std::views::split(settings.sentinels, ',')) {
        if (!part.empty())
            options.sentinels.push_back(
                usable(redis::parse_address(std::string_view{part.begin(), part.end()}, sentinel_port)));
    }
    options.sentinel_master = settings.sentinel_master;
    options.connect_timeout = settings.redis_timeout;
    options.answer_timeout = settings.redis_timeout;
    return std::optional<redis::RedisCache>{std::in_place, std::move(options)};
}

/// A cache in the process begins empty; what others left in Redis may be as old as it may get.
std::chrono::milliseconds history(bool is_shared) {
    return is_shared ? rest::CatalogLives{}.kept : std::chrono::milliseconds{0};
}

}  // namespace

CatalogCache::CatalogCache(Foundation& base)
    : shared{shared_cache(base.settings.cache)},
      layered{{.bytes_max = base.settings.cache.memory_bytes, .silence_max = silence_max}, shared ? &*shared : nullptr},
      invalidation{layered,
                   {.database = base.databases.of("catalog"), .clock = base.clock, .log = base.log},
                   history(shared.has_value())} {}

}  // namespace orion::hosts
