#include "orion/identity/erase_account.hpp"

#include "orion/identity/last_admin.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

Result<void> EraseAccount::execute(UserId user) {
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        const auto found = work.users().find(user);
        if (!found) return user_not_found();
        ORION_CHECK(require_dispensable(work, *found));
        work.users().remove(user);
        work.publish(UserErased{.user = user, .email = found->email()});
        work.record({.name = "account_erased", .subject = named("user", user)});
        return {};
    });
}

}  // namespace orion::identity
