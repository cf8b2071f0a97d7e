#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/backoff.hpp"
#include "orion/resilience/deadline.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

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

/// The pauses between the tries of one call. For one thread.
class Retries {
public:
    /// A `budget` outlives this.
    Retries(const RetryOptions& options, Deadline deadline, RetryBudget* budget = nullptr);

    /// After a failure: how long to wait at most (a `Backoff` waits a random part of it). Nothing: give up, because
    /// there were enough, the deadline is near or the budget is spent.
    std::optional<Milliseconds> next(Time now = std::chrono::steady_clock::now());

private:
    RetryOptions options_;
    Deadline deadline_;
    RetryBudget* budget_;
    Milliseconds longest_;
    int done_ = 0;
};

/// Calls `attempt()`, a Result, until it succeeds, `is_transient(error)` says no, or `retries` or `backoff` give up;
/// returns the last answer. Retry at one layer only, and nothing that must not happen twice.
template <class Attempt, class IsTransient>
auto retry(Retries retries, Backoff& backoff, Attempt&& attempt, IsTransient&& is_transient) {
    while (true) {
        auto answer = attempt();
        if (answer || !is_transient(answer.error())) return answer;
        const auto pause = retries.next();
        if (!pause || !backoff.pause(*pause)) return answer;
    }
}

}  // namespace orion::resilience
