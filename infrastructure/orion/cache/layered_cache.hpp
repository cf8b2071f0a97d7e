#pragma once

#include "orion/cache/in_process_cache.hpp"
#include "orion/ports/read_through.hpp"
#include "orion/resilience/bulkhead.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace orion::cache {

struct CacheOptions {
    std::size_t bytes_max = std::size_t{64} * 1024 * 1024;  ///< of the cache in the process
    int jitter_percent = 10;               ///< lives end up to this much earlier, so that not all end at once
    std::chrono::milliseconds wait{2000};  ///< for another's load, or for a place to load
    resilience::BulkheadOptions loads{.calls_max = 8, .waiting_max = 256};
    /// Without news of changes for longer than this nothing counts as fresh. Zero: there is no such news.
    std::chrono::milliseconds silence_max{0};
};

/// Reads through a cache in this process and, behind it, one that processes share. What is past its fresh time is
/// shown, marked stale, to whoever comes while one asker makes a new one, and to all when none can be made.
class LayeredCache final : public ReadThrough {
public:
    /// `shared` may be null; it outlives this.
    LayeredCache(const CacheOptions& options, Cache* shared, resilience::Now now = std::chrono::steady_clock::now,
                 resilience::Draw draw = resilience::random_part<resilience::Milliseconds>);

    Result<Answer> get(std::string_view key, const Load& load) override;

    /// What was changed in the shop until now, as far as this process knows. Ends what shows it in both caches; while
    /// the shared one cannot be told it is not asked. For one thread, which calls it also when nothing changed.
    void changed(const std::vector<std::string>& tags);
    /// All changes committed before `at` were given to `changed`.
    void caught_up(resilience::Time at) { news_at_ = at.time_since_epoch().count(); }
    /// Changes may have been missed: ends everything.
    void lost_track();

    struct Snapshot {
        std::uint64_t hits;         ///< answered by the cache in this process
        std::uint64_t shared_hits;  ///< by the shared one
        std::uint64_t misses;       ///< loaded, or tried to
        std::uint64_t joined;       ///< waited for another's load
        std::uint64_t stale;        ///< answered with what was past its time
        std::uint64_t failed;       ///< not answered
        std::uint64_t load_us;      ///< spent in all loads together
        InProcessCache::Snapshot in_process;
        resilience::Bulkhead::Snapshot loads;
    };
    Snapshot snapshot() const;

private:
    /// One load, and those who wait for it.
    struct Flight {
        resilience::Time began;
        std::size_t on_board = 1;
        std::optional<Result<Answer>> landed{};
    };
    using Flights = std::list<Flight>;

    Result<Answer> lead(std::string_view key, const Load& load, std::optional<CacheEntry> stale);
    Result<Answer> make(std::string_view key, const Load& load, std::optional<CacheEntry> stale,
                        std::string_view near_mark);
    Result<Answer> join(Flights::iterator flight, std::unique_lock<std::mutex>& lock);
    void land(Flights::iterator flight, const std::string& key, const Result<Answer>& answer);
    void leave(Flights::iterator flight);
    bool is_fresh(const CacheEntry& entry) const;
    Answer stale_answer(std::optional<CacheEntry> stale);

    const CacheOptions options_;
    const resilience::Now now_;
    const resilience::Draw draw_;
    InProcessCache near_;
    Cache* const shared_;
    std::atomic<bool> shared_is_behind_ = false;
    std::unordered_set<std::string> untold_;  ///< tags that the shared cache must hear of first
    std::atomic<resilience::Time::rep> news_at_ = 0;
    resilience::Bulkhead loads_;

    std::mutex flights_mutex_;
    std::condition_variable landed_;
    Flights flights_;
    std::unordered_map<std::string, Flights::iterator> by_key_;

    std::atomic<std::uint64_t> hits_ = 0, shared_hits_ = 0, misses_ = 0, joined_ = 0, stale_ = 0, failed_ = 0,
                               load_us_ = 0;
};

}  // namespace orion::cache
