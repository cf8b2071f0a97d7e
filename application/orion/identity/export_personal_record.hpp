#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace orion::identity {

struct SecondFactorRecord {
    Instant on_since;
    std::size_t recovery_codes_left;
};

/// Everything that identity knows about somebody but what only the shop needs: hashes of passwords and tokens, and the
/// secret of an app.
struct PersonalRecord {
    UserView user;
    std::vector<SavedAddress> addresses;
    std::vector<SessionSnapshot> sessions;  ///< that are not over
    std::optional<SecondFactorRecord> second_factor{};
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
