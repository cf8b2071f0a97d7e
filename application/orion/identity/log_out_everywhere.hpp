#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

/// Ends every session of a user and all access tokens. `user_not_found`, `user_changed`.
class LogOutEverywhere {
public:
    LogOutEverywhere(IdentityStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<void> execute(UserId user);

private:
    IdentityStore& store_;
    const Clock& clock_;
};

}  // namespace orion::identity
