#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/user_view.hpp"

namespace orion::identity {

/// An account, for its owner or for an admin. `user_not_found`
class GetProfile {
public:
    explicit GetProfile(IdentityQueries& queries) : queries_{queries} {}
    Result<UserView> execute(UserId user);

private:
    IdentityQueries& queries_;
};

}  // namespace orion::identity
