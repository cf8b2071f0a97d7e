#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/identity_store.hpp"

#include <string>

namespace orion::identity {

/// What somebody's app needs to know, shown once.
struct AppPairing {
    Secret secret;  ///< in base32, to be typed
    Secret uri;     ///< `otpauth://totp/…` with the same secret, for a QR code
};

/// Gives somebody a secret for their app, in the place of one that they never confirmed. Nothing is asked for before
/// ConfirmSecondFactor. `user_not_found`. `conflict` / `second_factor_on`.
class StartSecondFactor {
public:
    /// `shop`: as the app shows it.
    StartSecondFactor(IdentityStore& store, AuthenticatorApps& apps, std::string shop)
        : store_{store}, apps_{apps}, shop_{std::move(shop)} {}
    Result<AppPairing> execute(UserId user);

private:
    IdentityStore& store_;
    AuthenticatorApps& apps_;
    std::string shop_;
};

/// `conflict` / `second_factor_on`
std::unexpected<Error> second_factor_on();

}  // namespace orion::identity
