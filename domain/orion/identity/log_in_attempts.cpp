#include "orion/identity/log_in_attempts.hpp"

#include <algorithm>

namespace orion::identity {

FailedAttempts FailedAttempts::after_failure(Instant now) const {
    const bool forgotten = count == 0 || last_at + remembered_for <= now;
    return {.count = forgotten ? 1 : count + 1, .last_at = now};
}

Instant FailedAttempts::next_allowed(const AttemptPolicy& policy) const {
    if (count <= policy.free) return last_at;
    constexpr std::int64_t most_doublings = 20;
    const auto doublings = std::min(count - policy.free - 1, most_doublings);
    return last_at + std::min(std::chrono::seconds{std::int64_t{1} << doublings}, policy.longest);
}

}  // namespace orion::identity
