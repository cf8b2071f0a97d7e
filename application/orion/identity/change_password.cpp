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
    ORION_CHECK(require_current(command, *seen));
    ORION_TRY(const auto hash, ports_.hasher.hash(command.new_password));

    const auto now = ports_.clock.now();
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        auto user = work.users().find(command.user);
        if (!user || user->password_hash() != seen->password_hash()) return user_changed();
        user->change_password(hash);
        ORION_CHECK(work.users().save(*user));
        work.sessions().end_all(user->id(), now, command.session);
        work.action_tokens().remove(user->id(), Purpose::reset_password);
        work.publish(PasswordChanged{recipient(*user)});
        return {};
    });
}

Result<void> ChangePassword::require_current(const ChangePasswordCommand& command, const User& user) {
    // Whoever holds somebody's session is not to find out the password as well.
    const auto key = ports_.digest.sha256("change password\n" + user.id().to_string());
    const auto now = ports_.clock.now();
    ORION_TRY(const auto facts,
              ports_.queries.log_in_facts(
                  {.email = {}, .address = {}, .key_of_address = key, .key_of_everywhere = key, .now = now}));
    ORION_CHECK(require_patience(facts.from_address.next_allowed(attempts_from_one_address), now));
    ORION_TRY(const auto matched, ports_.hasher.match(command.current_password, user.password_hash()));
    const auto counted = ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        if (matched == PasswordMatch::none)
            work.attempts().save(key, work.attempts().find(key).after_failure(now));
        else
            work.attempts().remove(key);
        return {};
    });
    if (!counted) return counted;
    if (matched != PasswordMatch::none) return {};
    FieldErrors errors;
    errors.add("current_password", "wrong_password", "This is not the password.");
    return std::unexpected{std::move(errors).to_error()};
}

}  // namespace orion::identity
