#include "orion/identity/current_password.hpp"

#include "orion/identity/patience.hpp"

#include <utility>

namespace orion::identity {

Result<void> CurrentPassword::require(const User& user, const Secret& password) {
    ORION_TRY(const auto is_password, is(user, password));
    ORION_CHECK(ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        if (is_password)
            forget_failures(work, user.id());
        else
            count_failure(work, user.id());
        return {};
    }));
    if (!is_password) return wrong_password();
    return {};
}

Result<bool> CurrentPassword::is(const User& user, const Secret& password) {
    const auto key = key_of(user.id());
    const auto now = ports_.clock.now();
    ORION_TRY(const auto facts,
              ports_.queries.log_in_facts(
                  {.email = {}, .address = {}, .key_of_address = key, .key_of_everywhere = key, .now = now}));
    ORION_CHECK(require_patience(facts.from_address.next_allowed(attempts_from_one_address), now));
    ORION_TRY(const auto matched, ports_.hasher.match(password, user.password_hash()));
    return matched != PasswordMatch::none;
}

void CurrentPassword::count_failure(IdentityWork& work, UserId user) const {
    const auto key = key_of(user);
    work.attempts().save(key, work.attempts().find(key).after_failure(ports_.clock.now()));
    work.record({.name = "password_refused", .subject = named("user", user)});
}

void CurrentPassword::forget_failures(IdentityWork& work, UserId user) const { work.attempts().remove(key_of(user)); }

std::string CurrentPassword::key_of(UserId user) const {
    return ports_.digest.sha256("change password\n" + user.to_string());
}

std::unexpected<Error> wrong_password() {
    FieldErrors errors;
    errors.add("current_password", "wrong_password", "This is not the password.");
    return std::unexpected{std::move(errors).to_error()};
}

}  // namespace orion::identity
