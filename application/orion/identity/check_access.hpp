#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/identity_queries.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace orion::identity {

/// Whether an access token that was verified still works: its account is active, its session is not over, and neither
/// role nor account version have changed since. Asks the database about a session every half a second at most, so that
/// what is revoked ends on every replica within that time. Thread-safe.
/// `unauthenticated` / `token_revoked`. What cannot be found out is refused: `unavailable`.
///
/// Somebody whose role needs a second factor and who has none yet has access all the same, for the caller to limit.
class CheckAccess {
public:
    static constexpr std::chrono::milliseconds remembered_for{500};

    struct Access {
        bool lacks_second_factor;  ///< which the role needs
    };

    CheckAccess(IdentityQueries& queries, const Clock& clock, SecondFactorRule rule = SecondFactorRule::optional)
        : queries_{queries}, clock_{clock}, rule_{rule} {}
    Result<Access> execute(const AccessClaims& claims);

private:
    static constexpr std::size_t max_remembered = 10'000;
    struct Memory {
        std::optional<Standing> standing;
        UserId user;
        Instant read_at;
    };
    Result<std::optional<Standing>> standing_of(const AccessClaims& claims);
    bool lacks_second_factor(const Standing& standing) const;
    std::optional<Memory> remembered(const AccessClaims& claims, Instant now);
    void remember(SessionId session, const Memory& memory);

    IdentityQueries& queries_;
    const Clock& clock_;
    SecondFactorRule rule_;
    std::mutex mutex_;
    std::unordered_map<SessionId, Memory> memories_;
};

}  // namespace orion::identity
