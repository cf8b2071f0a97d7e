#include "orion/identity/log_out_everywhere.hpp"

#include "orion/identity/user_view.hpp"

namespace orion::identity {

Result<void> LogOutEverywhere::execute(UserId user) {
    const auto now = clock_.now();
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        auto found = work.users().find(user);
        if (!found) return user_not_found();
        found->revoke_access();
        ORION_CHECK(work.users().save(*found));
        work.sessions().end_all(user, now);
        work.record({.name = "logged_out_everywhere", .subject = named("user", user)});
        return {};
    });
}

}  // namespace orion::identity
