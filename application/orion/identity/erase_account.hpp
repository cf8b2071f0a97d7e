#pragma once

#include "orion/identity/identity_store.hpp"

namespace orion::identity {

/// Removes an account with everything that identity knows about it, and tells the rest of the shop to do the same: no
/// token works any more, and the address can be registered again. `user_not_found`. `conflict` / `last_admin`.
class EraseAccount {
public:
    explicit EraseAccount(IdentityStore& store) : store_{store} {}
    Result<void> execute(UserId user);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
