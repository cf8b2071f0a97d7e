#include "orion/redis/redis_rate_limiter.hpp"

#include "orion/redis/redis_pool.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace orion::redis {
namespace {

using std::chrono::ceil;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// As LocalRateLimiter counts, in microseconds of the server's clock. Key: one asker. Arguments: a request's share of
/// the window, the window. Gives whether it is allowed, and how long until nothing is owed.
constexpr Script take_script = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local share, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local allowed = 0
if full_at - now <= window - share then
    allowed = 1
    full_at = full_at + share
    redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000) + 1)
end
return {allowed, full_at - now}
)lua";

}  // namespace

class RedisRateLimiter::Pool : public RedisPool {
    using RedisPool::RedisPool;
};

RedisRateLimiter::RedisRateLimiter(const RedisOptions& options, std::size_t askers_max)
    : pool_{std::make_unique<Pool>(options)}, local_{askers_max} {}

RedisRateLimiter::~RedisRateLimiter() = default;

RateDecision RedisRateLimiter::take(std::string_view who, const RateLimit& limit) {
    const auto share = std::max(microseconds{1}, microseconds{limit.window} / limit.quota);
    const auto window = share * limit.quota;
    const auto key = pool_->key("r", std::string{limit.name}.append(1, ':').append(who));
    const auto share_us = std::to_string(share.count());
    const auto window_us = std::to_string(window.count());
    const auto reply = pool_->call(take_script, std::array<std::string_view, 3>{key, share_us, window_us}, 1);
    if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return local_.take(who, limit);
    const std::span part{reply->element, 2};
    const microseconds owed{part[1]->integer};
    const auto left = window - owed;
    return {.allowed = part[0]->integer == 1,
            .remaining = left / share,
            .retry_after = left >= share ? milliseconds{0} : ceil<milliseconds>(share - left),
            .full_after = ceil<milliseconds>(owed)};
}

}  // namespace orion::redis
