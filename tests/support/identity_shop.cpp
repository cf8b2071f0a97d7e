#include "support/identity_shop.hpp"

#include <utility>

namespace orion::test {

IdentityShop::IdentityShop() = default;

IdentityShop::~IdentityShop() = default;

Result<identity::SignedIn> IdentityShop::sign_up(const std::string& email, const std::string& with) {
    return register_user.execute({.email = email, .password = Secret{with}, .name = "Zoë", .client = browser});
}

Result<identity::SignedIn> IdentityShop::enter(const std::string& email, const std::string& with,
                                               const std::string& address) {
    return log_in.execute(
        {.email = email, .password = Secret{with}, .client = {.device = "Browser", .address = address}});
}

Result<identity::SignedIn> IdentityShop::enter_with(const std::string& email, identity::ShownFactor shown,
                                                    const std::string& with) {
    return log_in.execute({.email = email, .password = Secret{with}, .shown = std::move(shown), .client = browser});
}

Secret IdentityShop::code() const { return FakeAuthenticatorApps::code_at(identity.clock.now()); }

Result<identity::AppPairing> IdentityShop::begin_second_factor(UserId user, const std::string& with) {
    return start_second_factor.execute({.user = user, .current_password = Secret{with}});
}

std::vector<Secret> IdentityShop::secure(UserId user) {
    contract(begin_second_factor(user).has_value(), "there is no second factor yet");
    return confirm_second_factor.execute({.user = user, .code = code()}).value();
}

Result<identity::SignedIn> IdentityShop::go_on(const Secret& refresh_token) {
    return refresh_session.execute({.refresh_token = refresh_token, .client = browser});
}

Result<void> IdentityShop::use(const identity::SignedIn& holder) { return use(holder.access_token); }

Result<void> IdentityShop::use(const Secret& access_token) {
    ORION_CHECK(check_access.execute(access_tokens.issued.at(access_token.expose())));
    return {};
}

void IdentityShop::change(UserId user, const std::function<void(identity::User&)>& change) {
    (void)identity.transact([&](identity::IdentityWork& work) -> Result<void> {
        auto found = work.users().find(user);
        contract(found.has_value(), "there is such a user");
        change(*found);
        return work.users().save(*found);
    });
    forget();
}

void IdentityShop::forget() { identity.clock.advance(identity::CheckAccess::remembered_for); }

}  // namespace orion::test
