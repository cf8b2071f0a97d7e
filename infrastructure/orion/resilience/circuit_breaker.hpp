#pragma once

#include "orion/resilience/steady_time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace orion::resilience {

struct BreakerOptions {
    int failure_percent = 50;      ///< of the calls in the window: opens
    int calls_min = 20;            ///< in the window, before it may
    Milliseconds window{10'000};   ///< of which failures count
    Milliseconds open_for{5'000};  ///< before trials; doubles with each round of trials that fails
    Milliseconds open_max{30'000};
    int trials = 3;  ///< at a time while half open; as many successes close it
};

enum class BreakerState { closed, open, half_open };

/// `closed`, `open`, `half_open`
std::string_view to_text(BreakerState state);

/// Stands before one destination and stops asking it while most calls fail: callers hear at once what they would hear
/// after a time-out, and the destination can get up. Thread-safe; no call to it blocks.
class CircuitBreaker {
public:
    explicit CircuitBreaker(const BreakerOptions& options = {}, Now now = std::chrono::steady_clock::now);

    /// Leave to make one call. Say how it went; one that goes without a word counts neither way.
    class Call {
    public:
        Call(Call&& other) noexcept;
        Call& operator=(Call&&) = delete;
        ~Call();
        void succeeded() { end(End::success); }
        /// It answered too late, wrongly or not at all. That it refused what was asked is no failure.
        void failed() { end(End::failure); }

    private:
        friend class CircuitBreaker;
        enum class End { success, failure, unknown };
        Call(CircuitBreaker& breaker, std::uint64_t era) : breaker_{&breaker}, era_{era} {}
        void end(End how);

        CircuitBreaker* breaker_;
        std::uint64_t era_;
    };

    /// Nothing: do not call.
    std::optional<Call> admit();

    struct Snapshot {
        BreakerState state;
        std::uint64_t succeeded;
        std::uint64_t failed;
        std::uint64_t refused;  ///< calls that were not made
        std::uint64_t opened;   ///< how often
    };
    Snapshot snapshot() const;

private:
    struct Slice {
        Time began;
        int calls = 0;
        int failures = 0;
    };
    static constexpr std::size_t slices_in_window = 10;

    void ended(Call::End how, std::uint64_t era);
    void count(Call::End how);
    bool is_failing() const;
    void become(BreakerState state);

    const BreakerOptions options_;
    const Now now_;
    mutable std::mutex mutex_;
    BreakerState state_ = BreakerState::closed;
    std::uint64_t era_ = 0;  ///< grows with each change of state: calls from before say nothing about now
    std::array<Slice, slices_in_window> window_{};
    Milliseconds open_for_;
    Time trials_from_;
    int trials_under_way_ = 0;
    int trials_succeeded_ = 0;
    Snapshot counts_{};
};

}  // namespace orion::resilience
