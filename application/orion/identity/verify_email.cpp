#include "orion/identity/verify_email.hpp"

#include "orion/identity/mailed_tokens.hpp"

namespace orion::identity {

Result<void> VerifyEmail::execute(const Secret& token) {
    const auto hash = tokens_.hash(token);
    const auto now = clock_.now();
    const auto verified = store_.transact([&](IdentityWork& work) -> Result<void> {
        const auto found = work.action_tokens().find(hash);
        if (!is_good(found, Purpose::verify_email, now)) return unknown_token();
        auto user = work.users().find(found->user);
        if (!user) return unknown_token();
        if (found->email) {
            user->change_email(*found->email);
            work.action_tokens().remove(user->id(), Purpose::reset_password);
            const auto owner_of_mailbox = named("user", user->id());
            work.record({.name = "email_changed", .subject = owner_of_mailbox, .actor = owner_of_mailbox});
        }
        user->verify_email();
        ORION_CHECK(work.users().save(*user));
        work.action_tokens().remove(user->id(), Purpose::verify_email);
        return {};
    });
    if (!verified && verified.error().code == "email_taken") return unknown_token();
    return verified;
}

}  // namespace orion::identity
