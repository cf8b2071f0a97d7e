#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

/// Ends the session of a refresh token. One that is unknown or over is as good as ended.
class LogOut {
public:
    LogOut(IdentityStore& store, const SessionTokens& tokens, const Clock& clock)
        : store_{store}, tokens_{tokens}, clock_{clock} {}
    Result<void> execute(const Secret& refresh_token);

private:
    IdentityStore& store_;
    const SessionTokens& tokens_;
    const Clock& clock_;
};

}  // namespace orion::identity
