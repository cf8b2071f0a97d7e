#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/ports/clock.hpp"

#include <vector>

namespace orion::identity {

/// Everything that identity knows about somebody but what only the shop needs: hashes of passwords and tokens.
struct PersonalRecord {
    UserView user;
    std::vector<SavedAddress> addresses;
    std::vector<SessionSnapshot> sessions;  ///< that are not over
};

/// `user_not_found`
class ExportPersonalRecord {
public:
    ExportPersonalRecord(IdentityQueries& queries, const Clock& clock) : queries_{queries}, clock_{clock} {}
    Result<PersonalRecord> execute(UserId user);

private:
    IdentityQueries& queries_;
    const Clock& clock_;
};

}  // namespace orion::identity
