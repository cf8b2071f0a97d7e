#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/password_rules.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"

#include <string>

namespace orion::identity {

struct RegisterUserCommand {
    std::string email;
    Secret password;
    std::string name;
    Client client;
};

/// Opens an account for a customer, logs in, and asks for a mail with which the address is verified.
/// `invalid_fields`: `email`, `name`, `password` (see PasswordRules). `conflict` / `email_taken`, however the address
/// is written. `unavailable` / `overloaded` when too many passwords wait to be hashed.
class RegisterUser {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        PasswordHasher& hasher;
        const PasswordRules& rules;
        const SessionTokens& tokens;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit RegisterUser(Ports ports) : ports_{ports} {}
    Result<SignedIn> execute(const RegisterUserCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
