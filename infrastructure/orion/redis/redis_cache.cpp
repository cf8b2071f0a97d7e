#include "orion/redis/redis_cache.hpp"

#include "orion/redis/redis_connection.hpp"
#include "orion/redis/redis_script.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <random>
#include <utility>

namespace orion::redis {
namespace {

using resilience::Deadline;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

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

/// Connections that are not in use, and what goes before and after every call.
class RedisCache::Pool {
public:
    explicit Pool(RedisOptions options)
        : options_{std::move(options)},
          breaker_{options_.breaker},
          calls_{{.calls_max = options_.connections_max, .waiting_max = 0}},
          // After a restart of the server every call under way may need one.
          retry_budget_{10, static_cast<int>(options_.connections_max)} {}

    std::string key(std::string_view kind, std::string_view name) const {
        return std::string{options_.key_prefix}.append(kind).append(1, ':').append(name);
    }

    /// Nothing when there was no answer, or one that makes no sense.
    Reply call(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys) {
        const auto slot = calls_.enter(Deadline::in(milliseconds{0}));
        if (!slot) return nullptr;
        auto permission = breaker_.admit();
        if (!permission) return nullptr;
        const auto began = steady_clock::now();
        auto reply = try_twice(script, keys_and_arguments, keys);
        time_us_ += static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count());
        if (!reply || reply->type == REDIS_REPLY_ERROR) {
            permission->failed();
            return nullptr;
        }
        permission->succeeded();
        return reply;
    }

    Snapshot snapshot() const {
        return {.hits = hits,
                .misses = misses,
                .puts = puts,
                .connects = connects_,
                .time_us = time_us_,
                .breaker = breaker_.snapshot(),
                .calls = calls_.snapshot(),
                .retries = retry_budget_.snapshot()};
    }

    std::atomic<std::uint64_t> hits = 0, misses = 0, puts = 0;

private:
    using Connection = std::unique_ptr<RedisConnection>;

    Reply try_twice(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys) {
        resilience::Retries retries{{.retries = 1}, Deadline::in(options_.answer_timeout), &retry_budget_};
        // A connection that lay idle may have been closed since, which says nothing about the server now.
        if (auto idle = take()) {
            try {
                auto reply = run(*idle, script, keys_and_arguments, keys);
                give_back(std::move(idle));
                return reply;
            } catch (const ConnectionLost& lost) {
                forget_connections();
                if (lost.timed_out || !retries.next()) return nullptr;
            }
        }
        try {
            auto fresh = connect();
            auto reply = run(*fresh, script, keys_and_arguments, keys);
            give_back(std::move(fresh));
            return reply;
        } catch (const ConnectionLost&) {
            forget_connections();
            return nullptr;
        }
    }

    Connection take() {
        const std::lock_guard lock{mutex_};
        if (idle_.empty()) return nullptr;
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }

    void give_back(Connection connection) {
        const std::lock_guard lock{mutex_};
        if (connection->server() == server_) idle_.push_back(std::move(connection));
    }

    void forget_connections() {
        const std::lock_guard lock{mutex_};
        idle_.clear();
    }

    Connection connect() {
        const auto address = options_.sentinels.empty() ? options_.address : find_master(options_);
        auto connection = std::make_unique<RedisConnection>(options_, address);
        ++connects_;
        const std::lock_guard lock{mutex_};
        if (was_connected_ && (server_ != connection->server() || server_.empty())) start_over(*connection);
        was_connected_ = true;
        server_ = connection->server();
        return connection;
    }

    void start_over(RedisConnection& connection) {
        const auto version = fresh_version();
        const auto any = key("v", any_change);
        const auto server = key("v", of_this_server);
        run(connection, invalidate_script, std::array<std::string_view, 3>{any, server, version}, 2);
    }

    static Reply run(RedisConnection& connection, const Script& script,
                     std::span<const std::string_view> keys_and_arguments, int keys) {
        const auto count = std::to_string(keys);
        std::vector<std::string_view> command{"EVAL", script, count};
        command.insert(command.end(), keys_and_arguments.begin(), keys_and_arguments.end());
        return connection.ask(command);
    }

    const RedisOptions options_;
    resilience::CircuitBreaker breaker_;
    resilience::Bulkhead calls_;
    resilience::RetryBudget retry_budget_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
    bool was_connected_ = false;
    std::string server_;
    std::atomic<std::uint64_t> connects_ = 0, time_us_ = 0;
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

RedisCache::Snapshot RedisCache::snapshot() const { return pool_->snapshot(); }

}  // namespace orion::redis
