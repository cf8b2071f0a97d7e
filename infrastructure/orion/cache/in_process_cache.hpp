#pragma once

#include "orion/ports/cache.hpp"
#include "orion/resilience/steady_time.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

namespace orion::cache {

/// A cache in this process, bounded in bytes: what was not asked for the longest goes first.
class InProcessCache final : public Cache {
public:
    using Time = resilience::Time;

    /// `bytes_max` counts keys, values and tags. A text that is larger than that by itself is not kept.
    explicit InProcessCache(std::size_t bytes_max, resilience::Now now = std::chrono::steady_clock::now)
        : bytes_max_{bytes_max}, now_{std::move(now)} {}

    Lookup find(std::string_view key) override;
    void put(std::string_view key, const CacheEntry& entry, std::string_view mark) override;
    bool invalidate(const std::vector<std::string>& tags) override;

    struct Snapshot {
        std::size_t entries;
        std::size_t bytes;
        std::uint64_t evicted;  ///< for want of room
    };
    Snapshot snapshot() const;

private:
    struct Kept {
        std::string key;
        CacheEntry entry;
        Time put_at;

        std::size_t bytes() const;
    };
    using Entries = std::list<Kept>;
    struct Change {
        std::uint64_t number;
        std::string tag;
    };

    bool changed_since(std::uint64_t mark, const std::vector<std::string>& tags) const;
    void forget(Entries::iterator kept);

    const std::size_t bytes_max_;
    const resilience::Now now_;
    mutable std::mutex mutex_;
    Entries entries_;  ///< the one asked for last in front
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
    std::unordered_map<std::string, std::set<const Kept*>> by_tag_;
    std::deque<Change> recent_changes_;  ///< the oldest in front
    std::uint64_t changes_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t evicted_ = 0;
};

}  // namespace orion::cache
