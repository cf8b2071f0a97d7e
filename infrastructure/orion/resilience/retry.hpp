#pragma once

#include "orion/resilience/deadline.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>

namespace orion::resilience {

struct RetryOptions {
    int retries = 3;         ///< after the first try
    Milliseconds base{50};   ///< the longest pause before the first retry; doubles with each
    Milliseconds cap{2000};  ///< no pause is longer
};

/// Keeps retries a fraction of all calls to one destination: when most of them fail, trying again is what keeps it
/// down. Thread-safe.
class RetryBudget {
public:
    /// Every call earns `percent` hundredths of a retry; at most `reserve` are kept, and there at the beginning.
    explicit RetryBudget(int percent = 10, int reserve = 10);

    void earn();
    /// False if there is none left.
    bool spend();

    struct Snapshot {
        std::uint64_t spent;
        std::uint64_t refused;
    };
    Snapshot snapshot() const;

private:
    const std::int64_t percent_;
    const std::int64_t most_;
    mutable std::mutex mutex_;
    std::int64_t hundredths_;
    Snapshot counts_{};
};

/// Pauses that double up to a limit. By itself for what is tried until it works: a connection that is kept, say. Of
/// such loops a process has a fixed number, so they need no budget. For one thread.
class GrowingPause {
public:
    GrowingPause(Milliseconds first, Milliseconds cap) : first_{std::min(first, cap)}, cap_{cap}, longest_{first_} {}

    /// After a failure: how long to wait at most. Wait a random part of it.
    Milliseconds next();
    /// It worked.
    void start_over() { longest_ = first_; }

private:
    Milliseconds first_;
    Milliseconds cap_;
    Milliseconds longest_;
};

/// The pauses between the tries of one call. Retry at one layer only, and nothing that must not happen twice. For one
/// thread.
class Retries {
public:
    /// A `budget` outlives this.
    Retries(const RetryOptions& options, Deadline deadline, RetryBudget* budget = nullptr);

    /// After a failure: how long to wait at most; wait a random part of it. Nothing: give up, because there were
    /// enough, the deadline is near or the budget is spent.
    std::optional<Milliseconds> next(Time now = std::chrono::steady_clock::now());

private:
    RetryOptions options_;
    Deadline deadline_;
    RetryBudget* budget_;
    GrowingPause pause_;
    int done_ = 0;
};

}  // namespace orion::resilience
