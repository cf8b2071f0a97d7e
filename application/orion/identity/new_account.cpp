#include "orion/identity/new_account.hpp"

#include "orion/identity/profile.hpp"

#include <utility>

namespace orion::identity {

Result<NewAccount> parse_new_account(std::string_view email, const std::string& name, const Secret& password,
                                     const PasswordRules& rules) {
    FieldErrors errors;
    auto parsed_email = errors.take("email", Email::parse(email));
    rules.check(password, parsed_email, "password", errors);
    auto parsed_name = errors.take("name", parse_person_name(name));
    if (!errors.empty() || !parsed_email || !parsed_name) return std::unexpected{std::move(errors).to_error()};
    return NewAccount{.email = *std::move(parsed_email), .name = *std::move(parsed_name)};
}

std::unexpected<Error> email_taken() {
    return fail(ErrorKind::conflict, "email_taken", "There is an account with this e-mail address.");
}

}  // namespace orion::identity
