#pragma once

#include "orion/identity/password_rules.hpp"
#include "orion/kernel/email.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <string>
#include <string_view>

namespace orion::identity {

struct NewAccount {
    Email email;
    std::string name;
};

/// What somebody typed who wants an account. `invalid_fields`: `email`, `name`, `password`.
Result<NewAccount> parse_new_account(std::string_view email, const std::string& name, const Secret& password,
                                     const PasswordRules& rules);

/// `conflict` / `email_taken`
std::unexpected<Error> email_taken();

}  // namespace orion::identity
