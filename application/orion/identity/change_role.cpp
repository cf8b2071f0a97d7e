#include "orion/identity/change_role.hpp"

#include "orion/identity/last_admin.hpp"

namespace orion::identity {

Result<UserView> ChangeRole::execute(const ChangeRoleCommand& command) {
    return store_.transact([&](IdentityWork& work) -> Result<UserView> {
        auto user = work.users().find(command.user);
        if (!user) return user_not_found();
        ORION_CHECK(require_expected(*user, command.expected));
        if (command.role != Role::admin) ORION_CHECK(require_dispensable(work, *user));
        const auto before = user->role();
        user->change_role(command.role);
        ORION_CHECK(work.users().save(*user));
        if (command.role != before)
            work.record({.name = "role_changed",
                         .subject = named("user", user->id()),
                         .before = {{"role", std::string{role_name(before)}}},
                         .after = {{"role", std::string{role_name(command.role)}}}});
        return to_view(*user);
    });
}

}  // namespace orion::identity
