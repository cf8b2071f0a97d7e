#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace orion {

/// So many requests at once, and as many again over each window, evenly.
struct RateLimit {
    std::string_view name;  ///< short; the limits of different names are counted apart
    std::int64_t quota;     ///< at least 1
    std::chrono::milliseconds window;
};

struct RateDecision {
    bool allowed;
    std::int64_t remaining;                 ///< requests that would be allowed now
    std::chrono::milliseconds retry_after;  ///< until one is allowed; zero while some remain
    std::chrono::milliseconds full_after;   ///< until the whole quota is there again
};

/// Counts requests by whoever makes them, by the generic cell rate algorithm (ITU-T I.371): a refused request costs
/// nothing. Thread-safe; blocks for tens of milliseconds at most.
class RateLimiter {
public:
    virtual ~RateLimiter() = default;

    /// One request of `who`, such as an address or a user id.
    virtual RateDecision take(std::string_view who, const RateLimit& limit) = 0;
};

}  // namespace orion
