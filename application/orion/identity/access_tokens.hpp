#pragma once

#include "orion/identity/role.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <cstdint>
#include <string_view>

namespace orion::identity {

/// What a signed access token says.
struct AccessClaims {
    UserId user;
    SessionId session;  ///< the log-in that it came from
    Role role;
    std::int64_t account_version;  ///< of the account when it was issued; older than the account's own: revoked
    Instant issued_at;
    Instant expires_at;
};

/// Access tokens that prove who asks without a look into the database. Thread-safe.
class AccessTokens {
public:
    virtual ~AccessTokens() = default;

    /// Precondition: `expires_at` is after `issued_at`. Whole seconds are kept. `unavailable` without a signing key.
    virtual Result<Secret> issue(const AccessClaims& claims) = 0;

    /// `unauthenticated` / `invalid_token` for whatever this shop did not sign for this purpose, and
    /// `unauthenticated` / `token_expired`.
    virtual Result<AccessClaims> verify(std::string_view token) const = 0;
};

}  // namespace orion::identity
