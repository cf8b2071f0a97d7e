#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

struct RefreshSessionCommand {
    Secret refresh_token;
    Client client;
};

/// Trades a refresh token for new tokens. Each works once: one that was used before ends its session, for either its
/// owner or a thief holds a newer one. Only the predecessor of the one that works may be shown again for a short grace
/// (see SessionPolicy), by somebody who never got the answer: it gives the same refresh token again, so that there is
/// never more than one that works, however many ask at once.
/// `unauthenticated` / `refresh_token_reused`, or `invalid_refresh_token`: unknown, or its session is over.
class RefreshSession {
public:
    RefreshSession(IdentityStore& store, const SessionTokens& tokens, const Clock& clock)
        : store_{store}, tokens_{tokens}, clock_{clock} {}
    Result<SignedIn> execute(const RefreshSessionCommand& command);

private:
    struct Outcome;
    Result<Outcome> rotate(IdentityWork& work, const RefreshSessionCommand& command, const Secret& seed) const;

    IdentityStore& store_;
    const SessionTokens& tokens_;
    const Clock& clock_;
};

}  // namespace orion::identity
