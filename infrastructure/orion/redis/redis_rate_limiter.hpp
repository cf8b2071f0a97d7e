#pragma once

#include "orion/limits/local_rate_limiter.hpp"
#include "orion/ports/rate_limiter.hpp"
#include "orion/redis/redis_options.hpp"

#include <cstddef>
#include <memory>

namespace orion::redis {

/// Counts on a Redis server, so that all processes together allow the quota and no more; by the server's clock. Without
/// an answer in time each process counts for itself, with the whole quota: a Redis that is away lets through as many
/// times more as there are processes, and refuses nobody wrongly.
/// Besides what RedisCache asks of its user it needs `+time`.
class RedisRateLimiter final : public RateLimiter {
public:
    /// `askers_max` is for counting without Redis.
    RedisRateLimiter(const RedisOptions& options, std::size_t askers_max);
    ~RedisRateLimiter() override;

    RateDecision take(std::string_view who, const RateLimit& limit) override;

private:
    class Pool;
    const std::unique_ptr<Pool> pool_;
    limits::LocalRateLimiter local_;
};

}  // namespace orion::redis
