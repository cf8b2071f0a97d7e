#include "orion/identity/log_out.hpp"

namespace orion::identity {

Result<void> LogOut::execute(const Secret& refresh_token) {
    const auto hash = tokens_.hash(refresh_token);
    const auto now = clock_.now();
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        const auto token = work.sessions().find_token(hash);
        if (!token) return {};
        auto session = work.sessions().find(token->session);
        if (!session) return {};
        session->end(now);
        work.sessions().save(*session);
        return {};
    });
}

}  // namespace orion::identity
