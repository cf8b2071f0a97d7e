#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/digest.hpp"

#include <vector>

namespace orion::identity {

struct ConfirmSecondFactorCommand {
    UserId user;
    Secret code;
};

/// Switches it on for somebody whose app shows the right code, and gives the recovery codes, this once. Sessions go on.
/// `user_not_found`. `conflict` / `second_factor_on`, `second_factor_not_started`. `invalid_fields`: `code`
/// (`wrong_code`). `second_factor_unreadable`.
class ConfirmSecondFactor {
public:
    struct Ports {
        IdentityStore& store;
        AuthenticatorApps& apps;
        const Digest& digest;
        const Clock& clock;
    };
    explicit ConfirmSecondFactor(Ports ports) : ports_{ports} {}
    Result<std::vector<Secret>> execute(const ConfirmSecondFactorCommand& command);

private:
    Ports ports_;
};

/// Of the field `code` or `recovery_code`: `wrong_code`
std::unexpected<Error> wrong_code(const char* field = "code");

}  // namespace orion::identity
