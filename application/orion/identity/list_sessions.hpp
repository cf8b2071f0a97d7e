#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/ports/clock.hpp"

#include <vector>

namespace orion::identity {

/// Where somebody is logged in, the latest used first.
class ListSessions {
public:
    ListSessions(IdentityQueries& queries, const Clock& clock) : queries_{queries}, clock_{clock} {}
    Result<std::vector<SessionSnapshot>> execute(UserId user);

private:
    IdentityQueries& queries_;
    const Clock& clock_;
};

}  // namespace orion::identity
