#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/password_rules.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <string>

namespace orion::identity {

struct CreateUserCommand {
    std::string email;
    Secret password;
    std::string name;
    Role role;
};

/// An account of any role, made at the command line: its address counts as verified. `invalid_fields`: `email`,
/// `name`, `password`. `conflict` / `email_taken`.
class CreateUser {
public:
    struct Ports {
        IdentityStore& store;
        PasswordHasher& hasher;
        const PasswordRules& rules;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit CreateUser(Ports ports) : ports_{ports} {}
    Result<UserView> execute(const CreateUserCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
