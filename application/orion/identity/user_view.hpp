#pragma once

#include "orion/identity/user.hpp"

#include <optional>
#include <string>

namespace orion::identity {

/// An account as it is shown, to its owner or to an admin.
struct UserView {
    UserId id;
    std::string email;
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> locale;
    Role role;
    bool email_verified;
    bool has_second_factor;
    AccountState state;
    Instant created_at;
    std::int64_t version;
};

UserView to_view(const User& user);

/// `not_found` / `user_not_found`
std::unexpected<Error> user_not_found();

}  // namespace orion::identity
