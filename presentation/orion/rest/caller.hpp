#pragma once

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

/// Who makes a request.
struct Caller {
    std::optional<SignedIn> person;  ///< nothing: a guest
};

/// As the audit log names him.
std::string actor_of(const Caller& caller);

}  // namespace orion::rest
