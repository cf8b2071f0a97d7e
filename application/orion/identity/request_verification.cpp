#include "orion/identity/request_verification.hpp"

#include "orion/identity/mail_patience.hpp"
#include "orion/identity/mailing.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

Result<void> RequestVerification::execute(UserId user) {
    const auto token = ports_.tokens.seed();
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        const auto found = work.users().find(user);
        if (!found) return user_not_found();
        if (found->snapshot().email_verified)
            return fail(ErrorKind::conflict, "email_verified", "The address is verified already.");
        ORION_CHECK(count_mail(work, user, ports_.digest, now));
        work.action_tokens().remove(user, Purpose::verify_email);
        work.action_tokens().add({.hash = ports_.tokens.hash(token),
                                  .user = user,
                                  .purpose = Purpose::verify_email,
                                  .expires_at = now + lifetime_of(Purpose::verify_email)});
        work.publish(VerificationRequested{.to = recipient(*found), .token = token});
        return {};
    });
}

}  // namespace orion::identity
