#include "orion/identity/end_session.hpp"

namespace orion::identity {

Result<void> EndSession::execute(const EndSessionCommand& command) {
    const auto now = clock_.now();
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        auto session = work.sessions().find(command.session);
        if (!session || session->user() != command.user || !session->is_live(now))
            return fail(ErrorKind::not_found, "session_not_found", "There is no such session, or it is not yours.");
        session->end(now);
        work.sessions().save(*session);
        work.record({.name = "session_ended",
                     .subject = named("user", command.user),
                     .after = {{"session", command.session.to_string()}}});
        return {};
    });
}

}  // namespace orion::identity
