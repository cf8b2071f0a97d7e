#pragma once

#include "orion/ports/rate_limiter.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace orion::limits {

/// Counts in this process. Of more askers than it may remember it forgets the one that was heard least recently.
class LocalRateLimiter final : public RateLimiter {
public:
    using Now = std::function<std::chrono::steady_clock::time_point()>;

    /// Contract: at least one asker.
    explicit LocalRateLimiter(std::size_t askers_max, Now now = std::chrono::steady_clock::now);
    ~LocalRateLimiter() override;

    RateDecision take(std::string_view who, const RateLimit& limit) override;

private:
    class Shard;
    const Now now_;
    const std::unique_ptr<Shard[]> shards_;
};

}  // namespace orion::limits
