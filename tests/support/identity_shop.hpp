#pragma once

#include "orion/identity/check_access.hpp"
#include "orion/identity/log_in.hpp"
#include "orion/identity/log_out.hpp"
#include "orion/identity/log_out_everywhere.hpp"
#include "orion/identity/refresh_session.hpp"
#include "orion/identity/register_user.hpp"

#include "support/code_of.hpp"
#include "support/fake_identity.hpp"
#include "support/fake_identity_ports.hpp"

#include <string>

namespace orion::test {

/// Accounts in memory behind the use cases with which people get in and out.
struct IdentityShop {
    static constexpr const char* password = "a long enough password";

    Result<identity::SignedIn> sign_up(const std::string& email, const std::string& with = password) {
        return register_user.execute({.email = email, .password = Secret{with}, .name = "Zoë", .client = browser});
    }
    Result<identity::SignedIn> enter(const std::string& email, const std::string& with = password,
                                     const std::string& address = "192.0.2.1") {
        return log_in.execute(
            {.email = email, .password = Secret{with}, .client = {.device = "Browser", .address = address}});
    }
    Result<identity::SignedIn> go_on(const Secret& refresh_token) {
        return refresh_session.execute({.refresh_token = refresh_token, .client = browser});
    }
    Result<void> use(const identity::SignedIn& holder) { return use(holder.access_token); }
    Result<void> use(const Secret& access_token) {
        return check_access.execute(access_tokens.issued.at(access_token.expose()));
    }
    /// Changes a stored account, and waits until everybody knows.
    template <class Change>
    void change(UserId user, Change change) {
        (void)identity.transact([&](identity::IdentityWork& work) -> Result<void> {
            auto found = work.users().find(user);
            contract(found.has_value(), "there is such a user");
            change(*found);
            return work.users().save(*found);
        });
        forget();
    }
    /// Lets pass what is remembered of access.
    void forget() { identity.clock.advance(identity::CheckAccess::remembered_for); }

    FakeIdentity identity;
    FakePasswordHasher hasher;
    FakeBreachedPasswords breached;
    FakeAccessTokens access_tokens;
    FakeRandomTokens random_tokens;
    FakeDigest digest;
    identity::PasswordRules rules{breached};
    identity::SessionTokens tokens{
        {.access_tokens = access_tokens, .random_tokens = random_tokens, .digest = digest, .ids = identity.ids}, {}};
    identity::Client browser{.device = "Browser", .address = "192.0.2.1"};

    identity::RegisterUser register_user{{.store = identity,
                                          .queries = identity,
                                          .hasher = hasher,
                                          .rules = rules,
                                          .tokens = tokens,
                                          .clock = identity.clock,
                                          .ids = identity.ids}};
    identity::LogIn log_in{{.store = identity,
                            .queries = identity,
                            .hasher = hasher,
                            .tokens = tokens,
                            .digest = digest,
                            .clock = identity.clock}};
    identity::RefreshSession refresh_session{identity, tokens, identity.clock};
    identity::LogOut log_out{identity, tokens, identity.clock};
    identity::LogOutEverywhere log_out_everywhere{identity, identity.clock};
    identity::CheckAccess check_access{identity, identity.clock};
};

}  // namespace orion::test
