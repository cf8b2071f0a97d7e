#pragma once

#include "orion/identity/expected_versions.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/ports/clock.hpp"

#include <optional>

namespace orion::identity {

struct DisableUserCommand {
    UserId user;
    std::optional<UserId> by{};  ///< the admin who asks; nothing at the command line
    ExpectedVersions expected{};
};

/// Nobody can log in there any more, and every session and token ends. Changes nothing the second time.
/// `user_not_found`, `user_changed`. `conflict` / `not_yourself`, `last_admin`. `stale` / `user_changed` if the account
/// is not as expected.
class DisableUser {
public:
    DisableUser(IdentityStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<UserView> execute(const DisableUserCommand& command);

private:
    IdentityStore& store_;
    const Clock& clock_;
};

/// It works again, with the password that it had. `user_not_found`, `user_changed`.
class EnableUser {
public:
    explicit EnableUser(IdentityStore& store) : store_{store} {}
    Result<UserView> execute(UserId user);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
