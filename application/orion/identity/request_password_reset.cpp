#include "orion/identity/request_password_reset.hpp"

#include "orion/identity/mailing.hpp"

namespace orion::identity {
namespace {

/// Stands for what is no address: nobody can have it.
Email nobodys_address() { return Email::parse("nobody@nowhere.invalid").value(); }

}  // namespace

Result<void> RequestPasswordReset::execute(const std::string& email) {
    const auto address = Email::parse(email).value_or(nobodys_address());
    const auto token = ports_.tokens.seed();
    const auto nobody = ports_.ids.next<UserId>();
    const auto now = ports_.clock.now();
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        const auto user = work.users().find(address);
        const auto good_ones = work.action_tokens().count(user ? user->id() : nobody, Purpose::reset_password, now);
        const bool is_sent = user && user->is_active() && good_ones < ActionToken::max_live;
        work.action_tokens().add({.hash = ports_.tokens.hash(token),
                                  .user = is_sent ? user->id() : nobody,
                                  .purpose = Purpose::reset_password,
                                  .expires_at = now + lifetime_of(Purpose::reset_password)});
        if (is_sent)
            work.publish(PasswordResetRequested{.to = recipient(*user), .token = token});
        else
            work.publish(RequestUnanswered{.user = nobody});
        return {};
    });
}

}  // namespace orion::identity
