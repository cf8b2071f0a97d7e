#include "orion/identity/disable_user.hpp"

#include "orion/identity/last_admin.hpp"

namespace orion::identity {

Result<UserView> DisableUser::execute(const DisableUserCommand& command) {
    if (command.by == command.user)
        return fail(ErrorKind::conflict, "not_yourself", "Nobody disables their own account.");
    const auto now = clock_.now();
    return store_.transact([&](IdentityWork& work) -> Result<UserView> {
        auto user = work.users().find(command.user);
        if (!user) return user_not_found();
        ORION_CHECK(require_expected(*user, command.expected));
        ORION_CHECK(require_dispensable(work, *user));
        const bool was_active = user->is_active();
        user->disable();
        ORION_CHECK(work.users().save(*user));
        work.sessions().end_all(user->id(), now);
        if (was_active) work.record({.name = "user_disabled", .subject = named("user", user->id())});
        return to_view(*user);
    });
}

Result<UserView> EnableUser::execute(UserId user) {
    return store_.transact([&](IdentityWork& work) -> Result<UserView> {
        auto found = work.users().find(user);
        if (!found) return user_not_found();
        const bool was_active = found->is_active();
        found->enable();
        ORION_CHECK(work.users().save(*found));
        if (!was_active) work.record({.name = "user_enabled", .subject = named("user", user)});
        return to_view(*found);
    });
}

}  // namespace orion::identity
