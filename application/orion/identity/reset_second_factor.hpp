#pragma once

#include "orion/identity/identity_store.hpp"

namespace orion::identity {

/// For an operator, when somebody has lost both app and recovery codes: the password alone lets in again. Changes
/// nothing if there is none. `user_not_found`.
class ResetSecondFactor {
public:
    explicit ResetSecondFactor(IdentityStore& store) : store_{store} {}
    Result<void> execute(UserId user);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
