#include "orion/identity/request_email_change.hpp"

#include "orion/identity/mail_patience.hpp"
#include "orion/identity/mailing.hpp"
#include "orion/identity/user_view.hpp"

#include <utility>

namespace orion::identity {

Result<void> RequestEmailChange::execute(const RequestEmailChangeCommand& command) {
    FieldErrors errors;
    const auto email = errors.take("email", Email::parse(command.email));
    if (!email) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto seen, ports_.queries.find(command.user));
    if (!seen) return user_not_found();
    ORION_CHECK(ports_.current_password.require(*seen, command.current_password));

    const auto token = ports_.tokens.seed();
    const auto nobody = ports_.ids.next<UserId>();
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        const auto user = work.users().find(command.user);
        if (!user) return user_not_found();
        ORION_CHECK(count_mail(work, user->id(), ports_.digest, now));
        const auto holder = work.users().find(*email);
        const bool is_free = !holder || holder->id() == user->id();
        work.action_tokens().remove(user->id(), Purpose::verify_email);
        work.action_tokens().add({.hash = ports_.tokens.hash(token),
                                  .user = is_free ? user->id() : nobody,
                                  .purpose = Purpose::verify_email,
                                  .expires_at = now + lifetime_of(Purpose::verify_email),
                                  .email = email});
        work.publish(EmailChangeRequested{recipient(*user)});
        auto to = recipient(*user);
        to.email = *email;
        if (is_free)
            work.publish(VerificationRequested{.to = std::move(to), .token = token});
        else
            work.publish(RequestUnanswered{.user = nobody});
        return {};
    });
}

}  // namespace orion::identity
