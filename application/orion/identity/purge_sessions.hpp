#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/ports/clock.hpp"

#include <cstddef>

namespace orion::identity {

/// Forgets sessions that are over, mailed tokens that have expired and failures of long ago, `limit` of each at a time;
/// says how many, so that the caller goes on while there are more.
class PurgeSessions {
public:
    PurgeSessions(IdentityStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<std::size_t> execute(std::size_t limit);

private:
    IdentityStore& store_;
    const Clock& clock_;
};

}  // namespace orion::identity
