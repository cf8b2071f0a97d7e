#include "orion/identity/change_password.hpp"

#include "orion/identity/mailing.hpp"
#include "orion/identity/patience.hpp"
#include "orion/identity/user_view.hpp"

#include <utility>

namespace orion::identity {

Result<void> ChangePassword::execute(const ChangePasswordCommand& command) {
    ORION_TRY(const auto seen, ports_.queries.find(command.user));
    if (!seen) return user_not_found();
    FieldErrors errors;
    ports_.rules.check(command.new_password, seen->email(), "new_password", errors);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_CHECK(ports_.current_password.require(*seen, command.current_password));
    ORION_TRY(const auto hash, ports_.hasher.hash(command.new_password));

    const auto now = ports_.clock.now();
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        auto user = work.users().find(command.user);
        if (!user || user->password_hash() != seen->password_hash()) return user_changed();
        user->change_password(hash);
        ORION_CHECK(work.users().save(*user));
        work.sessions().end_all(user->id(), now, command.session);
        work.action_tokens().remove(user->id(), Purpose::reset_password);
        work.action_tokens().remove(user->id(), Purpose::verify_email);
        work.publish(PasswordChanged{recipient(*user)});
        work.record({.name = "password_changed", .subject = named("user", user->id())});
        return {};
    });
}

}  // namespace orion::identity
