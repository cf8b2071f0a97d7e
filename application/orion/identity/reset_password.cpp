#include "orion/identity/reset_password.hpp"

#include "orion/identity/mailed_tokens.hpp"
#include "orion/identity/mailing.hpp"

#include <utility>

namespace orion::identity {

Result<void> ResetPassword::execute(const ResetPasswordCommand& command) {
    const auto now = ports_.clock.now();
    const auto hash_of_token = ports_.tokens.hash(command.token);
    // Looked at first, so that nobody has passwords hashed without one.
    ORION_TRY(const auto shown, ports_.queries.action_token(hash_of_token));
    if (!is_good(shown, Purpose::reset_password, now)) return unknown_token();
    ORION_TRY(const auto owner, ports_.queries.find(shown->user));
    if (!owner) return unknown_token();
    FieldErrors errors;
    ports_.rules.check(command.password, owner->email(), "password", errors);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto hash, ports_.hasher.hash(command.password));

    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        const auto token = work.action_tokens().find(hash_of_token);
        if (!is_good(token, Purpose::reset_password, now)) return unknown_token();
        auto user = work.users().find(token->user);
        if (!user || !user->is_active()) return unknown_token();
        user->reset_password(hash);
        ORION_CHECK(work.users().save(*user));
        work.action_tokens().remove(user->id(), Purpose::reset_password);
        work.action_tokens().remove(user->id(), Purpose::verify_email);
        work.sessions().end_all(user->id(), now);
        work.publish(PasswordChanged{recipient(*user)});
        const auto owner_of_mailbox = named("user", user->id());
        work.record({.name = "password_reset", .subject = owner_of_mailbox, .actor = owner_of_mailbox});
        return {};
    });
}

}  // namespace orion::identity
