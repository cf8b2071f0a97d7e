#pragma once

#include "orion/identity/check_api_key.hpp"
#include "orion/identity/role.hpp"
#include "orion/kernel/id.hpp"

#include <optional>
#include <string>

namespace orion::rest {

/// Somebody with an account, by a token that holds now.
struct SignedIn {
    UserId user;
    SessionId session;
    identity::Role role;
    bool lacks_second_factor = false;  ///< which the role needs: he may do nothing but get one
};

/// Who makes a request; a guest by default.
struct Caller {
    std::optional<SignedIn> person{};
    std::optional<identity::KeyHolder> program{};  ///< never with a person
};

/// As the audit log names him.
std::string actor_of(const Caller& caller);

}  // namespace orion::rest
