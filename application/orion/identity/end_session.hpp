#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

struct EndSessionCommand {
    UserId user;
    SessionId session;
};

/// Logs out on another device, or on this one. `not_found` / `session_not_found`: unknown, over or somebody else's.
class EndSession {
public:
    EndSession(IdentityStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    Result<void> execute(const EndSessionCommand& command);

private:
    IdentityStore& store_;
    const Clock& clock_;
};

}  // namespace orion::identity
