#pragma once

#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <string>

namespace orion::identity {

enum class PasswordMatch {
    none,
    current,
    outdated,  ///< it is the password, but hashed by an older rule: hash it again
};

/// Slow, salted hashes of passwords, as PHC strings that tell algorithm and parameters (argon2id; bcrypt is read).
/// Few are hashed at a time and few wait, so that a flood of log-ins costs shoppers little memory and few threads.
/// Thread-safe; blocks for its turn. `unavailable` / `overloaded` when too many wait already.
class PasswordHasher {
public:
    virtual ~PasswordHasher() = default;

    virtual Result<std::string> hash(const Secret& password) = 0;
    /// `none` for a hash that it cannot read, too. Takes as long whether the password fits or not.
    virtual Result<PasswordMatch> match(const Secret& password, const std::string& hash) = 0;
    /// As much work as `match`, for an account that does not exist: so that the time does not tell.
    virtual Result<void> match_nobody(const Secret& password) = 0;
};

}  // namespace orion::identity
