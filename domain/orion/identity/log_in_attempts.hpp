#pragma once

#include "orion/kernel/instant.hpp"

#include <chrono>
#include <cstdint>

namespace orion::identity {

/// How failed log-ins hold back the next one.
struct AttemptPolicy {
    std::int64_t free;             ///< so many failures cost nothing
    std::chrono::seconds longest;  ///< from 1 s after the next one, the wait doubles up to this
};

/// Of one account from one address.
inline constexpr AttemptPolicy attempts_from_one_address{.free = 5, .longest = std::chrono::minutes{15}};
/// Of one account from everywhere: generous, for strangers could use it to lock somebody out.
inline constexpr AttemptPolicy attempts_from_everywhere{.free = 100, .longest = std::chrono::seconds{30}};

/// The failed log-ins of late, as one key counts them.
struct FailedAttempts {
    /// Failures are forgotten when there was none for so long.
    static constexpr std::chrono::hours remembered_for{1};

    std::int64_t count = 0;
    Instant last_at{};

    /// One more.
    FailedAttempts after_failure(Instant now) const;
    /// From when on the next one is let through; in the past if at once.
    Instant next_allowed(const AttemptPolicy& policy) const;

    friend bool operator==(const FailedAttempts&, const FailedAttempts&) = default;
};

}  // namespace orion::identity
