#pragma once

#include "orion/identity/session_tokens.hpp"
#include "orion/security/argon_password_hasher.hpp"
#include "orion/security/breached_password_list.hpp"
#include "orion/security/jwt_access_tokens.hpp"
#include "orion/security/signing_keys.hpp"
#include "orion/security/sodium_random_tokens.hpp"
#include "orion/security/totp_apps.hpp"

#include "process/foundation.hpp"

#include <filesystem>

namespace orion::hosts {

/// Where the settings have the keys that access tokens are signed with.
std::filesystem::path signing_keys_file(const config::Settings& settings);

/// How long access tokens and sessions work.
identity::TokenPolicy token_policy(const config::Settings& settings);

/// Who must have a second factor.
identity::SecondFactorRule second_factor_rule(const config::Settings& settings);

/// What is behind identity's ports to passwords and tokens. Throws std::runtime_error, for `main` to show, if the
/// signing keys cannot be used.
struct AccountSecurity {
    explicit AccountSecurity(Foundation& base);

    security::ArgonPasswordHasher password_hasher;
    security::BreachedPasswordList breached_passwords;
    security::SodiumRandomTokens random_tokens;
    security::SigningKeys signing_keys;
    security::JwtAccessTokens access_tokens;
    security::TotpApps apps;
};

}  // namespace orion::hosts
