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
        const auto owner = user ? user->id() : nobody;
        if (work.action_tokens().count(owner, Purpose::reset_password, now) >= ActionToken::max_live) return {};
        work.action_tokens().add({.hash = ports_.tokens.hash(token),
                                  .user = owner,
                                  .purpose = Purpose::reset_password,
                                  .expires_at = now + lifetime_of(Purpose::reset_password)});
        if (user && user->is_active()) work.publish(PasswordResetRequested{.to = recipient(*user), .token = token});
        return {};
    });
}

}  // namespace orion::identity
