#include "orion/identity/purge_sessions.hpp"

#include <algorithm>

namespace orion::identity {

Result<std::size_t> PurgeSessions::execute(std::size_t limit) {
    const auto now = clock_.now();
    return store_.transact([&](IdentityWork& work) -> Result<std::size_t> {
        return std::max({work.sessions().purge(now, limit), work.action_tokens().purge(now, limit),
                         work.attempts().purge(now - FailedAttempts::remembered_for, limit)});
    });
}

}  // namespace orion::identity
