#pragma once

#include "orion/identity/identity_store.hpp"

namespace orion::identity {

/// `conflict` / `last_admin` if the shop would have no working admin without this one.
inline Result<void> require_dispensable(IdentityWork& work, const User& user) {
    if (!user.is_working_admin() || work.users().has_other_admin(user.id())) return {};
    return fail(ErrorKind::conflict, "last_admin", "This is the last admin of the shop.");
}

}  // namespace orion::identity
