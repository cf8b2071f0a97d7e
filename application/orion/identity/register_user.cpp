#include "orion/identity/register_user.hpp"

#include "orion/identity/mailing.hpp"
#include "orion/identity/new_account.hpp"

#include <utility>

namespace orion::identity {

Result<SignedIn> RegisterUser::execute(const RegisterUserCommand& command) {
    ORION_TRY(auto wanted, parse_new_account(command.email, command.name, command.password, ports_.rules));
    ORION_TRY(const auto known, ports_.queries.find(wanted.email));
    if (known) return email_taken();
    ORION_TRY(auto hash, ports_.hasher.hash(command.password));

    const auto now = ports_.clock.now();
    const auto user = User::register_as({.id = ports_.ids.next<UserId>(),
                                         .email = std::move(wanted.email),
                                         .name = std::move(wanted.name),
                                         .role = Role::customer,
                                         .password_hash = std::move(hash),
                                         .at = now});
    const auto verification = ports_.tokens.seed();
    ORION_TRY(auto opened, ports_.tokens.open(user, command.client, now));
    auto stored = ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        ORION_CHECK(work.users().add(user));
        work.sessions().add(opened.session);
        work.sessions().add_token(opened.refresh_token);
        work.action_tokens().add({.hash = ports_.tokens.hash(verification),
                                  .user = user.id(),
                                  .purpose = Purpose::verify_email,
                                  .expires_at = now + lifetime_of(Purpose::verify_email)});
        work.publish(UserRegistered{recipient(user)});
        work.publish(VerificationRequested{.to = recipient(user), .token = verification});
        return {};
    });
    ORION_CHECK(std::move(stored));
    return std::move(opened.signed_in);
}

}  // namespace orion::identity
