#include "orion/identity/list_sessions.hpp"

namespace orion::identity {

Result<std::vector<SessionSnapshot>> ListSessions::execute(UserId user) {
    ORION_TRY(const auto sessions, queries_.sessions(user, clock_.now()));
    std::vector<SessionSnapshot> shown;
    for (const auto& session : sessions) shown.push_back(session.snapshot());
    return shown;
}

}  // namespace orion::identity
