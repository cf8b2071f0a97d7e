#pragma once

#include "orion/cache/layered_cache.hpp"
#include "orion/persistence/catalog/soci_catalog_changes.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace orion::cache {

/// Reads the catalogue's changes in the order of their numbers, and again where numbers are missing: a transaction may
/// commit after one that began later. Knows no thread and no clock.
class ChangeReader {
public:
    using Change = persistence::SociCatalogChanges::Change;
    using Time = resilience::Time;

    explicit ChangeReader(std::int64_t last = 0) : last_{last} {}

    /// After which number to read now. Numbers that are missing are looked for every now and then.
    std::int64_t read_after(Time now);
    /// The tags of those that were not seen before.
    std::set<std::string> take(const std::vector<Change>& changes, Time now);

private:
    /// A gap older than this belongs to a transaction that was rolled back.
    static constexpr std::chrono::seconds gap_lives{15};
    static constexpr std::chrono::milliseconds gap_interval{200};
    static constexpr std::int64_t gaps_max = 10'000;

    void notice_gaps(std::int64_t number, Time now);

    std::int64_t last_;
    std::map<std::int64_t, Time> gaps_;  ///< a missing number, and when it was missed first
    Time gaps_read_{};
};

/// Keeps a cache in step with the catalogue: every process tails the feed of changes that commits leave, so that one
/// made anywhere is no longer hidden anywhere a moment later, without a broker.
class CatalogInvalidation {
public:
    struct Ports {
        persistence::Database& database;
        const Clock& clock;
        Log& log;
    };
    /// `history`: changes of this long ago are followed too, because what is cached may be as old.
    CatalogInvalidation(LayeredCache& cache, const Ports& ports, std::chrono::milliseconds history);
    ~CatalogInvalidation() { stop(); }
    CatalogInvalidation(const CatalogInvalidation&) = delete;
    CatalogInvalidation& operator=(const CatalogInvalidation&) = delete;

    /// Returns when it follows no more. May be called again.
    void stop();

    struct Snapshot {
        std::uint64_t changes;   ///< followed so far
        std::uint64_t failures;  ///< of reading the feed
    };
    Snapshot snapshot() const { return {.changes = changes_, .failures = failures_}; }

private:
    void loop(const std::stop_token& stop);
    Result<void> follow();
    Result<void> find_start();

    LayeredCache& cache_;
    Ports ports_;
    persistence::SociCatalogChanges feed_;
    const std::chrono::milliseconds history_;
    std::optional<ChangeReader> reader_;
    std::atomic<std::uint64_t> changes_ = 0, failures_ = 0;
    std::jthread thread_;
};

}  // namespace orion::cache
