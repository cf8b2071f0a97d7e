#include "orion/identity/remove_second_factor.hpp"

#include "orion/identity/confirm_second_factor.hpp"
#include "orion/identity/mailing.hpp"
#include "orion/identity/patience.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

Result<void> RemoveSecondFactor::execute(const RemoveSecondFactorCommand& command) {
    ORION_TRY(const auto seen, ports_.queries.find(command.user));
    if (!seen) return user_not_found();
    auto& password = ports_.current_password;
    ORION_TRY(const auto is_password, password.is(*seen, command.current_password));
    const auto now = ports_.clock.now();
    // That a failure was counted must be kept, so it is no error of the transaction.
    const auto is_removed = ports_.store.transact([&](IdentityWork& work) -> Result<bool> {
        auto user = work.users().find(command.user);
        if (!user || user->password_hash() != seen->password_hash()) return user_changed();
        if (is_password && !user->has_second_factor())
            return fail(ErrorKind::conflict, "second_factor_off", "There is no second factor.");
        bool is_shown = is_password;
        if (is_password) {
            ORION_TRY(is_shown, use_second_factor(*user, command.shown, ports_.apps, ports_.digest, now));
        }
        if (!is_shown) {
            password.count_failure(work, user->id());
            return false;
        }
        password.forget_failures(work, user->id());
        user->remove_second_factor();
        ORION_CHECK(work.users().save(*user));
        work.publish(SecondFactorRemoved{recipient(*user)});
        work.record({.name = "second_factor_removed", .subject = named("user", command.user)});
        return true;
    });
    if (!is_removed) return std::unexpected{is_removed.error()};
    if (!is_password) return wrong_password();
    if (!*is_removed) return wrong_code(command.shown.code ? "code" : "recovery_code");
    return {};
}

}  // namespace orion::identity
