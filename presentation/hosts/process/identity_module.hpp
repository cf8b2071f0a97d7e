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
#include "orion/persistence/identity/soci_identity_store.hpp"
#include "orion/rest/token_authenticator.hpp"

#include "process/account_security.hpp"

namespace orion::hosts {

/// Accounts and access: identity's use cases on their adapters.
struct IdentityModule {
    explicit IdentityModule(Foundation& base);

    persistence::SociIdentityStore store;
    persistence::SociIdentityQueries queries;
    AccountSecurity security;
    identity::PasswordRules password_rules;
    identity::SessionTokens tokens;
    identity::CheckAccess check_access;
    identity::CheckApiKey check_api_key;
    rest::TokenAuthenticator authenticator;

    identity::RegisterUser register_user;
    identity::LogIn log_in;
    identity::RefreshSession refresh_session;
    identity::LogOut log_out;
    identity::LogOutEverywhere log_out_everywhere;
    identity::RequestPasswordReset request_password_reset;
    identity::ResetPassword reset_password;
    identity::VerifyEmail verify_email;

    identity::GetProfile get_profile;
    identity::ChangeProfile change_profile;
    identity::CurrentPassword current_password;
    identity::ChangePassword change_password;
    identity::RequestVerification request_verification;
    identity::RequestEmailChange request_email_change;
    identity::StartSecondFactor start_second_factor;
    identity::ConfirmSecondFactor confirm_second_factor;
    identity::RemoveSecondFactor remove_second_factor;
    identity::ResetSecondFactor reset_second_factor;
    identity::ResealSecondFactors reseal_second_factors;
    identity::ListSessions list_sessions;
    identity::EndSession end_session;
    identity::ListAddresses list_addresses;
    identity::AddAddress add_address;
    identity::ReplaceAddress replace_address;
    identity::RemoveAddress remove_address;
    identity::ExportPersonalRecord export_personal_record;
    identity::EraseAccount erase_account;

    identity::ListUsers list_users;
    identity::ChangeRole change_role;
    identity::DisableUser disable_user;
    identity::CreateUser create_user;
    identity::CreateApiKey create_api_key;
    identity::ListApiKeys list_api_keys;
    identity::RevokeApiKey revoke_api_key;
    identity::ValidateToken validate_token;
    identity::PurgeSessions purge_sessions;
};

}  // namespace orion::hosts
