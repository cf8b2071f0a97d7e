#pragma once

#include "orion/identity/user.hpp"
#include "orion/kernel/result.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace orion::identity {

/// The versions of an account one of which an admin has seen; nothing: whatever there is.
using ExpectedVersions = std::optional<std::vector<std::int64_t>>;

/// `stale` / `user_changed`
inline Result<void> require_expected(const User& user, const ExpectedVersions& expected) {
    if (!expected || std::ranges::find(*expected, user.version()) != expected->end()) return {};
    return fail(ErrorKind::stale, "user_changed", "The account was changed since you saw it.");
}

}  // namespace orion::identity
