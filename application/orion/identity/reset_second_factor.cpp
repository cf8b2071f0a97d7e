#include "orion/identity/reset_second_factor.hpp"

#include "orion/identity/mailing.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

Result<void> ResetSecondFactor::execute(UserId user) {
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        auto found = work.users().find(user);
        if (!found) return user_not_found();
        if (found->has_second_factor()) {
            work.publish(SecondFactorRemoved{recipient(*found)});
            work.record({.name = "second_factor_removed", .subject = named("user", user)});
        }
        found->remove_second_factor();
        return work.users().save(*found);
    });
}

}  // namespace orion::identity
