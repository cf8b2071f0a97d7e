#pragma once

#include "orion/identity/current_password.hpp"
#include "orion/identity/shown_factor.hpp"

namespace orion::identity {

struct RemoveSecondFactorCommand {
    UserId user;
    Secret current_password;
    ShownFactor shown;
};

/// Switches it off for somebody who shows both once more. `invalid_fields`: `current_password` (`wrong_password`),
/// `code` or `recovery_code` (`wrong_code`). `throttled` / `too_many_attempts`, with the time to wait, after wrong
/// ones. `conflict` / `second_factor_off`. `user_not_found`, `user_changed`, `overloaded`, `second_factor_unreadable`.
class RemoveSecondFactor {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        CurrentPassword& current_password;
        const AuthenticatorApps& apps;
        const Digest& digest;
        const Clock& clock;
    };
    explicit RemoveSecondFactor(Ports ports) : ports_{ports} {}
    Result<void> execute(const RemoveSecondFactorCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
