#include "orion/resilience/retry.hpp"

#include <algorithm>

namespace orion::resilience {

constexpr std::int64_t hundred = 100;

RetryBudget::RetryBudget(int percent, int reserve) : percent_{percent}, most_{reserve * hundred}, hundredths_{most_} {}

void RetryBudget::earn() {
    const std::lock_guard lock{mutex_};
    hundredths_ = std::min(most_, hundredths_ + percent_);
}

bool RetryBudget::spend() {
    const std::lock_guard lock{mutex_};
    if (hundredths_ < hundred) {
        ++counts_.refused;
        return false;
    }
    hundredths_ -= hundred;
    ++counts_.spent;
    return true;
}

RetryBudget::Snapshot RetryBudget::snapshot() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

Milliseconds GrowingPause::next() {
    const auto pause = longest_;
    longest_ = std::min(longest_ * 2, cap_);
    return pause;
}

Retries::Retries(const RetryOptions& options, Deadline deadline, RetryBudget* budget)
    : options_{options}, deadline_{deadline}, budget_{budget}, pause_{options.base, options.cap} {
    if (budget_ != nullptr) budget_->earn();
}

std::optional<Milliseconds> Retries::next(Time now) {
    if (done_ >= options_.retries || deadline_.has_passed(now)) return std::nullopt;
    if (budget_ != nullptr && !budget_->spend()) return std::nullopt;
    ++done_;
    return deadline_.at_most(pause_.next(), now);
}

}  // namespace orion::resilience
