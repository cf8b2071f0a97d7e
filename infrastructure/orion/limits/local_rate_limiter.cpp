#include "orion/limits/local_rate_limiter.hpp"

#include "orion/kernel/result.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace orion::limits {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::ceil;
using std::chrono::milliseconds;

/// So that threads seldom wait for each other.
constexpr std::size_t shard_count = 16;

}  // namespace

/// Some of the askers, the one heard last in front.
class LocalRateLimiter::Shard {
public:
    std::size_t askers_max = 0;

    RateDecision take(std::string key, const RateLimit& limit, Clock::time_point now) {
        const std::lock_guard lock{mutex_};
        auto& full_at = remembered(std::move(key), now);
        // Time is what is owed: each request adds its share of the window, and no more than one window may be owed.
        const auto share = std::chrono::duration_cast<Clock::duration>(limit.window) / limit.quota;
        const auto window = share * limit.quota;
        full_at = std::max(full_at, now);
        const bool allowed = full_at - now <= window - share;
        if (allowed) full_at += share;
        const auto left = now + window - full_at;
        return {.allowed = allowed,
                .remaining = left / share,
                .retry_after = left >= share ? milliseconds{0} : ceil<milliseconds>(share - left),
                .full_after = ceil<milliseconds>(full_at - now)};
    }

private:
    struct Asker {
        std::string key;
        Clock::time_point full_at;
    };

    Clock::time_point& remembered(std::string key, Clock::time_point now) {
        if (const auto found = places_.find(key); found != places_.end()) {
            askers_.splice(askers_.begin(), askers_, found->second);
            return found->second->full_at;
        }
        if (askers_.size() == askers_max) {
            places_.erase(askers_.back().key);
            askers_.pop_back();
        }
        askers_.push_front({std::move(key), now});
        places_.emplace(askers_.front().key, askers_.begin());
        return askers_.front().full_at;
    }

    std::mutex mutex_;
    std::list<Asker> askers_;
    std::unordered_map<std::string_view, std::list<Asker>::iterator> places_;
};

LocalRateLimiter::LocalRateLimiter(std::size_t askers_max, Now now)
    : now_{std::move(now)}, shards_{std::make_unique<Shard[]>(shard_count)} {
    contract(askers_max > 0, "a rate limiter remembers somebody");
    for (std::size_t i = 0; i < shard_count; ++i) shards_[i].askers_max = (askers_max + shard_count - 1) / shard_count;
}

LocalRateLimiter::~LocalRateLimiter() = default;

RateDecision LocalRateLimiter::take(std::string_view who, const RateLimit& limit) {
    auto key = std::string{limit.name}.append(1, ':').append(who);
    auto& shard = shards_[std::hash<std::string>{}(key) % shard_count];
    return shard.take(std::move(key), limit, now_());
}

}  // namespace orion::limits
