#include "orion/identity/check_access.hpp"

namespace orion::identity {

Result<CheckAccess::Access> CheckAccess::execute(const AccessClaims& claims) {
    ORION_TRY(const auto standing, standing_of(claims));
    const bool works = standing && standing->state == AccountState::active && standing->session_is_live &&
                       standing->role == claims.role && standing->account_version == claims.account_version;
    if (!works) return fail(ErrorKind::unauthenticated, "token_revoked", "This token does not work any more.");
    return Access{.lacks_second_factor = lacks_second_factor(*standing)};
}

bool CheckAccess::lacks_second_factor(const Standing& standing) const {
    return !standing.has_second_factor && needs_second_factor(rule_, standing.role);
}

Result<std::optional<Standing>> CheckAccess::standing_of(const AccessClaims& claims) {
    // Before the question: the answer is at least this old.
    const auto now = clock_.now();
    if (const auto memory = remembered(claims, now)) return memory->standing;
    ORION_TRY(const auto standing, queries_.standing(claims.user, claims.session, now));
    remember(claims.session, {.standing = standing, .user = claims.user, .read_at = now});
    return standing;
}

std::optional<CheckAccess::Memory> CheckAccess::remembered(const AccessClaims& claims, Instant now) {
    const std::lock_guard lock{mutex_};
    const auto found = memories_.find(claims.session);
    if (found == memories_.end()) return std::nullopt;
    const auto& memory = found->second;
    // A newer token than the memory knows was issued after it was made.
    const bool is_older = memory.standing && memory.standing->account_version < claims.account_version;
    const bool is_fresh = memory.read_at <= now && now < memory.read_at + remembered_for;
    if (!is_fresh || is_older || memory.user != claims.user) return std::nullopt;
    // Whoever has just got one goes on at once.
    if (memory.standing && lacks_second_factor(*memory.standing)) return std::nullopt;
    return memory;
}

void CheckAccess::remember(SessionId session, const Memory& memory) {
    const std::lock_guard lock{mutex_};
    if (memories_.size() >= max_remembered) {
        std::erase_if(memories_, [&](const auto& entry) {
            return entry.second.read_at + remembered_for <= memory.read_at || entry.second.read_at > memory.read_at;
        });
    }
    if (memories_.size() < max_remembered) memories_.insert_or_assign(session, memory);
}

}  // namespace orion::identity
