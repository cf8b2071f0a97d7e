#pragma once

#include "orion/identity/current_password.hpp"
#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/password_rules.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

struct ChangePasswordCommand {
    UserId user;
    SessionId session;  ///< from which it is changed, and which goes on
    Secret current_password;
    Secret new_password;
};

/// Ends every other session of the user, and all tokens that were mailed. `invalid_fields`: `current_password`
/// (`wrong_password`), `new_password` (see PasswordRules). `throttled` / `too_many_attempts`, with the time to wait,
/// after wrong current passwords. `user_not_found`, `user_changed`, `overloaded`.
class ChangePassword {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        PasswordHasher& hasher;
        const PasswordRules& rules;
        CurrentPassword& current_password;
        const Clock& clock;
    };
    explicit ChangePassword(Ports ports) : ports_{ports} {}
    Result<void> execute(const ChangePasswordCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
