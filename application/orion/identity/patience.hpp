#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"

#include <chrono>

namespace orion::identity {

/// `throttled` / `too_many_attempts`, with the time to wait, before `allowed`.
inline Result<void> require_patience(Instant allowed, Instant now) {
    if (allowed <= now) return {};
    return std::unexpected{Error{.kind = ErrorKind::throttled,
                                 .code = "too_many_attempts",
                                 .message = "Too many attempts have failed; wait before the next one.",
                                 .fields = {},
                                 .retry_after = std::chrono::ceil<std::chrono::seconds>(allowed - now)}};
}

/// `unavailable` / `user_changed`
inline std::unexpected<Error> user_changed() {
    return fail(ErrorKind::unavailable, "user_changed", "The account was changed meanwhile; try again.");
}

}  // namespace orion::identity
