#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/digest.hpp"

namespace orion::identity {

/// Has the mail with which somebody verifies their address sent again; the token of the one before works no more.
/// `user_not_found`. `conflict` / `email_verified`. `throttled` / `mail_sent_recently`, with the time to wait, within a
/// minute of the last one.
class RequestVerification {
public:
    struct Ports {
        IdentityStore& store;
        const SessionTokens& tokens;
        const Digest& digest;
        const Clock& clock;
    };
    explicit RequestVerification(Ports ports) : ports_{ports} {}
    Result<void> execute(UserId user);

private:
    Ports ports_;
};

}  // namespace orion::identity
