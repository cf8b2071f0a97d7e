#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/current_password.hpp"

#include <string>

namespace orion::identity {

struct StartSecondFactorCommand {
    UserId user;
    Secret current_password;
};

/// What somebody's app needs to know, shown once.
struct AppPairing {
    Secret secret;  ///< in base32, to be typed
    Secret uri;     ///< `otpauth://totp/…` with the same secret, for a QR code
};

/// Gives somebody who shows their password a secret for their app, in the place of one that they never confirmed: a
/// stolen session must not lock its owner out. Nothing is asked for before ConfirmSecondFactor. `invalid_fields`:
/// `current_password` (`wrong_password`). `throttled` / `too_many_attempts`, with the time to wait, after wrong ones.
/// `conflict` / `second_factor_on`. `user_not_found`, `user_changed`, `overloaded`.
class StartSecondFactor {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        CurrentPassword& current_password;
        AuthenticatorApps& apps;
    };
    /// `shop`: as the app shows it.
    StartSecondFactor(const Ports& ports, std::string shop) : ports_{ports}, shop_{std::move(shop)} {}
    Result<AppPairing> execute(const StartSecondFactorCommand& command);

private:
    Ports ports_;
    std::string shop_;
};

/// `conflict` / `second_factor_on`
std::unexpected<Error> second_factor_on();

}  // namespace orion::identity
