#pragma once

#include "orion/carts/claim_cart.hpp"
#include "orion/identity/log_in.hpp"
#include "orion/identity/log_out.hpp"
#include "orion/identity/log_out_everywhere.hpp"
#include "orion/identity/password_rules.hpp"
#include "orion/identity/published_keys.hpp"
#include "orion/identity/refresh_session.hpp"
#include "orion/identity/register_user.hpp"
#include "orion/identity/request_password_reset.hpp"
#include "orion/identity/reset_password.hpp"
#include "orion/identity/verify_email.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which people get in and out. All of it outlives them.
struct AccountUseCases {
    identity::RegisterUser& register_user;
    identity::LogIn& log_in;
    identity::RefreshSession& refresh_session;
    identity::LogOut& log_out;
    identity::LogOutEverywhere& log_out_everywhere;
    identity::RequestPasswordReset& request_password_reset;
    identity::ResetPassword& reset_password;
    identity::VerifyEmail& verify_email;
    const identity::PasswordRules& password_rules;
    identity::PublishedKeys& published_keys;
    carts::ClaimCartByToken& claim_cart;
};

/// `/api/v1/auth/…` and `/.well-known/jwks.json`
std::vector<Route> account_routes(const AccountUseCases& use);

}  // namespace orion::rest
