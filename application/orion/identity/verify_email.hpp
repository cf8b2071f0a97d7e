#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"

namespace orion::identity {

/// The owner of a mailbox shows the token that was mailed there. If the mail was about another address than the account
/// has, it has that one now, and what was mailed to the old one works no more; sessions go on. `invalid_fields`:
/// `token`
/// (`unknown_token`: never sent, used, expired, or the other address has got an account meanwhile).
class VerifyEmail {
public:
    VerifyEmail(IdentityStore& store, const SessionTokens& tokens, const Clock& clock)
        : store_{store}, tokens_{tokens}, clock_{clock} {}
    Result<void> execute(const Secret& token);

private:
    IdentityStore& store_;
    const SessionTokens& tokens_;
    const Clock& clock_;
};

}  // namespace orion::identity
