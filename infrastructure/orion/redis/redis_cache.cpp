#include "orion/redis/redis_cache.hpp"

#include "orion/redis/redis_pool.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <utility>

namespace orion::redis {
namespace {

using std::chrono::milliseconds;

/// Grows when what stands behind it changes its form: what an older or newer process wrote is not understood.
constexpr char form = '\x01';

/// A tag's version is a text that never comes again; no entry is valid without one. So a server may forget any of
/// them, and a change need only delete it.
std::string fresh_version() {
    static thread_local std::mt19937_64 dice{(std::uint64_t{std::random_device{}()} << 32U) ^ std::random_device{}()};
    return std::to_string(dice()) + std::to_string(dice());
}

milliseconds not_negative(long long count) { return std::max(milliseconds{0}, milliseconds{count}); }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Without a version at all: what changed last, whatever it was.
constexpr std::string_view any_change = "any";
/// A tag of every entry, which ends when the server may have forgotten changes.
constexpr std::string_view of_this_server = "server";

}  // namespace

/// What is counted besides the calls, and what a server that may have forgotten changes is told.
class RedisCache::Pool : public RedisPool {
public:
    explicit Pool(RedisOptions options)
        : RedisPool{std::move(options), [this](RedisConnection& connection) { start_over(connection); }} {}

    std::atomic<std::uint64_t> hits = 0, misses = 0, puts = 0;

private:
    void start_over(RedisConnection& connection) const {
        const auto version = fresh_version();
        const auto any = key("v", any_change);
        const auto server = key("v", of_this_server);
        run_script(connection, invalidate_script, std::array<std::string_view, 3>{any, server, version}, 2);
    }
};

RedisCache::RedisCache(RedisOptions options) : pool_{std::make_unique<Pool>(std::move(options))} {}
RedisCache::~RedisCache() = default;

Cache::Lookup RedisCache::find(std::string_view key) {
    const auto entry_key = pool_->key("e", key);
    const auto any = pool_->key("v", any_change);
    const auto versions = pool_->key("v", "");
    const auto fresh = fresh_version();
    const auto reply = pool_->call(find_script, std::array<std::string_view, 4>{entry_key, any, versions, fresh}, 2);
    if (!reply) return {};
    if (reply->type == REDIS_REPLY_STRING) {
        ++pool_->misses;
        return {.entry = std::nullopt, .mark = std::string{text_of(*reply)}};
    }
    // mark, value, tags, milliseconds left, milliseconds of these that are not fresh
    constexpr std::size_t parts = 5;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != parts) return {};
    const std::span part{reply->element, parts};
    const auto value = text_of(*part[1]);
    Lookup lookup{.entry = std::nullopt, .mark = std::string{text_of(*part[0])}};
    if (value.empty() || value.front() != form) {
        ++pool_->misses;
        return lookup;
    }
    ++pool_->hits;
    auto tags = lines_of(text_of(*part[2]));
    std::erase(tags, of_this_server);
    lookup.entry = CacheEntry{.value = std::string{value.substr(1)},
                              .tags = std::move(tags),
                              .fresh_for = not_negative(part[3]->integer - part[4]->integer),
                              .keep_for = not_negative(part[3]->integer)};
    return lookup;
}

void RedisCache::put(std::string_view key, const CacheEntry& entry, std::string_view mark) {
    if (mark.empty() || entry.keep_for <= milliseconds{0}) return;
    const auto entry_key = pool_->key("e", key);
    const auto any = pool_->key("v", any_change);
    const auto versions = pool_->key("v", "");
    const auto fresh = fresh_version();
    const auto value = std::string(1, form) + entry.value;
    const auto stale_for = std::to_string((entry.keep_for - entry.fresh_for).count());
    const auto keep_for = std::to_string(entry.keep_for.count());
    std::vector<std::string_view> arguments{entry_key, any,       mark,     versions,      fresh,
                                            value,     stale_for, keep_for, of_this_server};
    arguments.insert(arguments.end(), entry.tags.begin(), entry.tags.end());
    const auto reply = pool_->call(put_script, arguments, 2);
    if (reply && reply->integer == 1) ++pool_->puts;
}

bool RedisCache::invalidate(const std::vector<std::string>& tags) {
    const auto fresh = fresh_version();
    // Bounded, so that nobody waits long for the script.
    constexpr std::size_t tags_max = 500;
    for (std::size_t from = 0; from < tags.size(); from += tags_max) {
        std::vector<std::string> keys{pool_->key("v", any_change)};
        for (auto i = from; i < std::min(from + tags_max, tags.size()); ++i) keys.push_back(pool_->key("v", tags[i]));
        std::vector<std::string_view> arguments{keys.begin(), keys.end()};
        arguments.emplace_back(fresh);
        if (!pool_->call(invalidate_script, arguments, static_cast<int>(keys.size()))) return false;
    }
    return true;
}

RedisCache::Snapshot RedisCache::snapshot() const {
    const auto pool = pool_->snapshot();
    return {.hits = pool_->hits,
            .misses = pool_->misses,
            .puts = pool_->puts,
            .connects = pool.connects,
            .time_us = pool.time_us,
            .breaker = pool.breaker,
            .calls = pool.calls,
            .retries = pool.retries};
}

}  // namespace orion::redis
