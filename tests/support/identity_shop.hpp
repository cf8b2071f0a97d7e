#pragma once

#include "orion/identity/address_book.hpp"
#include "orion/identity/change_password.hpp"
#include "orion/identity/change_profile.hpp"
#include "orion/identity/change_role.hpp"
#include "orion/identity/check_access.hpp"
#include "orion/identity/check_api_key.hpp"
#include "orion/identity/confirm_second_factor.hpp"
#include "orion/identity/create_api_key.hpp"
#include "orion/identity/create_user.hpp"
#include "orion/identity/disable_user.hpp"
#include "orion/identity/end_session.hpp"
#include "orion/identity/erase_account.hpp"
#include "orion/identity/export_personal_record.hpp"
#include "orion/identity/get_profile.hpp"
#include "orion/identity/list_api_keys.hpp"
#include "orion/identity/list_sessions.hpp"
#include "orion/identity/list_users.hpp"
#include "orion/identity/log_in.hpp"
#include "orion/identity/log_out.hpp"
#include "orion/identity/log_out_everywhere.hpp"
#include "orion/identity/purge_sessions.hpp"
#include "orion/identity/refresh_session.hpp"
#include "orion/identity/register_user.hpp"
#include "orion/identity/remove_second_factor.hpp"
#include "orion/identity/request_email_change.hpp"
#include "orion/identity/request_password_reset.hpp"
#include "orion/identity/request_verification.hpp"
#include "orion/identity/reseal_second_factors.hpp"
#include "orion/identity/reset_password.hpp"
#include "orion/identity/reset_second_factor.hpp"
#include "orion/identity/revoke_api_key.hpp"
#include "orion/identity/start_second_factor.hpp"
#include "orion/identity/validate_token.hpp"
#include "orion/identity/verify_email.hpp"

#include "support/fake_identity.hpp"
#include "support/fake_identity_ports.hpp"

#include <functional>
#include <string>
#include <vector>

namespace orion::test {

/// Accounts in memory behind identity's use cases.
struct IdentityShop {
    static constexpr const char* password = "a long enough password";

    IdentityShop();
    ~IdentityShop();
    IdentityShop(const IdentityShop&) = delete;
    IdentityShop& operator=(const IdentityShop&) = delete;

    Result<identity::SignedIn> sign_up(const std::string& email, const std::string& with = password);
    Result<identity::SignedIn> enter(const std::string& email, const std::string& with = password,
                                     const std::string& address = "192.0.2.1");
    /// With whatever is shown beside the password.
    Result<identity::SignedIn> enter_with(const std::string& email, identity::ShownFactor shown,
                                          const std::string& with = password);
    /// What the app of everybody shows now.
    Secret code() const;
    Result<identity::AppPairing> begin_second_factor(UserId user, const std::string& with = password);
    /// Gives somebody a second factor, whose present code is thereby used. The recovery codes.
    std::vector<Secret> secure(UserId user);
    Result<identity::SignedIn> go_on(const Secret& refresh_token);
    Result<void> use(const identity::SignedIn& holder);
    Result<void> use(const Secret& access_token);
    /// Changes a stored account, and waits until everybody knows.
    void change(UserId user, const std::function<void(identity::User&)>& change);
    /// Lets pass what is remembered of access.
    void forget();

    FakeIdentity identity;
    FakePasswordHasher hasher;
    FakeBreachedPasswords breached;
    FakeAccessTokens access_tokens;
    FakeRandomTokens random_tokens;
    FakeDigest digest;
    FakeAuthenticatorApps apps;
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
                            .apps = apps,
                            .digest = digest,
                            .clock = identity.clock}};
    identity::RefreshSession refresh_session{identity, tokens, identity.clock};
    identity::LogOut log_out{identity, tokens, identity.clock};
    identity::LogOutEverywhere log_out_everywhere{identity, identity.clock};
    identity::CheckAccess check_access{identity, identity.clock, identity::SecondFactorRule::optional};
    /// As if `auth.second_factor` were `admins`.
    identity::CheckAccess strict_access{identity, identity.clock, identity::SecondFactorRule::admins};
    identity::RequestPasswordReset request_password_reset{
        {.store = identity, .tokens = tokens, .clock = identity.clock, .ids = identity.ids}};
    identity::ResetPassword reset_password{{.store = identity,
                                            .queries = identity,
                                            .hasher = hasher,
                                            .rules = rules,
                                            .tokens = tokens,
                                            .clock = identity.clock}};
    identity::VerifyEmail verify_email{identity, tokens, identity.clock};
    identity::GetProfile get_profile{identity};
    identity::ChangeProfile change_profile{identity};
    identity::CurrentPassword current_password{
        {.store = identity, .queries = identity, .hasher = hasher, .digest = digest, .clock = identity.clock}};
    identity::ChangePassword change_password{{.store = identity,
                                              .queries = identity,
                                              .hasher = hasher,
                                              .rules = rules,
                                              .current_password = current_password,
                                              .clock = identity.clock}};
    identity::RequestVerification request_verification{
        {.store = identity, .tokens = tokens, .digest = digest, .clock = identity.clock}};
    identity::RequestEmailChange request_email_change{{.store = identity,
                                                       .queries = identity,
                                                       .current_password = current_password,
                                                       .tokens = tokens,
                                                       .digest = digest,
                                                       .clock = identity.clock,
                                                       .ids = identity.ids}};
    identity::StartSecondFactor start_second_factor{
        {.store = identity, .queries = identity, .current_password = current_password, .apps = apps}, "The Shop"};
    identity::ConfirmSecondFactor confirm_second_factor{
        {.store = identity, .apps = apps, .digest = digest, .clock = identity.clock}};
    identity::RemoveSecondFactor remove_second_factor{{.store = identity,
                                                       .queries = identity,
                                                       .current_password = current_password,
                                                       .apps = apps,
                                                       .digest = digest,
                                                       .clock = identity.clock}};
    identity::ResetSecondFactor reset_second_factor{identity};
    identity::ResealSecondFactors reseal_second_factors{identity, identity, apps};
    identity::ListSessions list_sessions{identity, identity.clock};
    identity::EndSession end_session{identity, identity.clock};
    identity::ListAddresses list_addresses{identity};
    identity::AddAddress add_address{identity, identity.ids};
    identity::ReplaceAddress replace_address{identity};
    identity::RemoveAddress remove_address{identity};
    identity::ExportPersonalRecord export_personal_record{identity, identity.clock};
    identity::EraseAccount erase_account{identity};
    identity::ListUsers list_users{identity};
    identity::ChangeRole change_role{identity};
    identity::DisableUser disable_user{identity, identity.clock};
    identity::EnableUser enable_user{identity};
    identity::CreateUser create_user{
        {.store = identity, .hasher = hasher, .rules = rules, .clock = identity.clock, .ids = identity.ids}};
    identity::CreateApiKey create_api_key{{.store = identity,
                                           .random_tokens = random_tokens,
                                           .digest = digest,
                                           .clock = identity.clock,
                                           .ids = identity.ids}};
    identity::ListApiKeys list_api_keys{identity};
    identity::RevokeApiKey revoke_api_key{identity};
    identity::CheckApiKey check_api_key{
        {.store = identity, .queries = identity, .digest = digest, .clock = identity.clock}};
    identity::ValidateToken validate_token{access_tokens, check_access};
    identity::PurgeSessions purge_sessions{identity, identity.clock};
};

}  // namespace orion::test
