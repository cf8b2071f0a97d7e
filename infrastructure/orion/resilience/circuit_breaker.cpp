#include "orion/resilience/circuit_breaker.hpp"

#include <algorithm>
#include <utility>

namespace orion::resilience {

std::string_view to_text(BreakerState state) {
    switch (state) {
        case BreakerState::closed:
            return "closed";
        case BreakerState::open:
            return "open";
        case BreakerState::half_open:
            return "half_open";
    }
    return "";
}

CircuitBreaker::CircuitBreaker(const BreakerOptions& options, Now now)
    : options_{options}, now_{std::move(now)}, open_for_{options.open_for} {}

CircuitBreaker::Call::Call(Call&& other) noexcept
    : breaker_{std::exchange(other.breaker_, nullptr)}, era_{other.era_} {}

CircuitBreaker::Call::~Call() { end(End::unknown); }

void CircuitBreaker::Call::end(End how) {
    if (auto* const breaker = std::exchange(breaker_, nullptr)) breaker->ended(how, era_);
}

std::optional<CircuitBreaker::Call> CircuitBreaker::admit() {
    const std::lock_guard lock{mutex_};
    if (state_ == BreakerState::open && now_() >= trials_from_) become(BreakerState::half_open);
    const bool enough_trials =
        state_ == BreakerState::half_open && trials_under_way_ + trials_succeeded_ >= options_.trials;
    if (state_ == BreakerState::open || enough_trials) {
        ++counts_.refused;
        return std::nullopt;
    }
    if (state_ == BreakerState::half_open) ++trials_under_way_;
    return Call{*this, era_};
}

CircuitBreaker::Snapshot CircuitBreaker::snapshot() const {
    const std::lock_guard lock{mutex_};
    auto snapshot = counts_;
    snapshot.state = state_;
    return snapshot;
}

void CircuitBreaker::ended(Call::End how, std::uint64_t era) {
    const std::lock_guard lock{mutex_};
    if (how == Call::End::success) ++counts_.succeeded;
    if (how == Call::End::failure) ++counts_.failed;
    if (era != era_) return;
    if (state_ == BreakerState::closed) {
        count(how);
        if (is_failing()) become(BreakerState::open);
        return;
    }
    --trials_under_way_;
    if (how == Call::End::failure) {
        open_for_ = std::min(open_for_ * 2, options_.open_max);
        become(BreakerState::open);
    } else if (how == Call::End::success && ++trials_succeeded_ >= options_.trials) {
        open_for_ = options_.open_for;
        become(BreakerState::closed);
    }
}

void CircuitBreaker::count(Call::End how) {
    if (how == Call::End::unknown) return;
    const auto length = options_.window / slices_in_window;
    const auto now = now_();
    auto& slice = window_[static_cast<std::size_t>(now.time_since_epoch() / length) % slices_in_window];
    if (slice.calls == 0 || now - slice.began >= length) slice = {.began = now};
    ++slice.calls;
    if (how == Call::End::failure) ++slice.failures;
}

bool CircuitBreaker::is_failing() const {
    constexpr int hundred = 100;
    const auto now = now_();
    int calls = 0;
    int failures = 0;
    for (const auto& slice : window_) {
        if (slice.calls == 0 || now - slice.began > options_.window) continue;
        calls += slice.calls;
        failures += slice.failures;
    }
    return calls >= options_.calls_min && failures * hundred >= calls * options_.failure_percent;
}

void CircuitBreaker::become(BreakerState state) {
    state_ = state;
    ++era_;
    window_ = {};
    trials_under_way_ = 0;
    trials_succeeded_ = 0;
    if (state != BreakerState::open) return;
    ++counts_.opened;
    trials_from_ = now_() + open_for_;
}

}  // namespace orion::resilience
