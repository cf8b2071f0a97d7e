#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/password_rules.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

struct ResetPasswordCommand {
    Secret token;
    Secret password;
};

/// Sets a new password for whoever got the mail, who has thereby verified the address. Ends every session, and all
/// other tokens for it. `invalid_fields`: `token` (`unknown_token`: never sent, used, expired, or the account is
/// disabled), `password` (see PasswordRules). `overloaded` when too many passwords wait to be hashed.
class ResetPassword {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        PasswordHasher& hasher;
        const PasswordRules& rules;
        const SessionTokens& tokens;
        const Clock& clock;
    };
    explicit ResetPassword(Ports ports) : ports_{ports} {}
    Result<void> execute(const ResetPasswordCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
