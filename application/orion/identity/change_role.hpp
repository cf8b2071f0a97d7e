#pragma once

#include "orion/identity/expected_versions.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

struct ChangeRoleCommand {
    UserId user;
    Role role;
    ExpectedVersions expected{};
};

/// Gives somebody another role; their access tokens end, and their sessions go on under it. `user_not_found`,
/// `user_changed`. `conflict` / `last_admin`. `stale` / `user_changed` if the account is not as expected.
class ChangeRole {
public:
    explicit ChangeRole(IdentityStore& store) : store_{store} {}
    Result<UserView> execute(const ChangeRoleCommand& command);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
