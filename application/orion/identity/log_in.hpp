#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/identity/shown_factor.hpp"
#include "orion/ports/clock.hpp"

#include <string>

namespace orion::identity {

struct LogInCommand {
    std::string email;
    Secret password;
    ShownFactor shown{};
    Client client;
};

/// Opens a session for whoever knows the password, and shows the second factor if there is one. Hashes the password
/// anew if its hash is outdated.
///
/// `unauthenticated` / `invalid_credentials`: no such account, a wrong password or a disabled account; neither the
/// answer nor the work done for it tells which. `throttled` / `too_many_attempts`, with the time to wait: after
/// failures for this e-mail address (whether it has an account or not) from this network address, and, generously, from
/// everywhere. The latter holds back nobody at an address where the account has a live session, so that strangers
/// cannot lock its owner out. Attempts that are held back are not counted, and no password is looked at. Guesses sent
/// at the same moment are counted as they end: the hasher's pool bounds them. `unavailable` / `overloaded` when too
/// many passwords wait to be hashed, `user_changed` when the account was changed meanwhile.
///
/// Only who knows the password learns that there is a second factor: `unauthenticated` / `second_factor_required` if
/// none is shown, which is no failure; `invalid_second_factor`, which counts like a wrong password. A code lets in
/// once, however many show it at the same moment. `unavailable` / `second_factor_unreadable`.
class LogIn {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        PasswordHasher& hasher;
        const SessionTokens& tokens;
        const AuthenticatorApps& apps;
        const Digest& digest;
        const Clock& clock;
    };
    explicit LogIn(Ports ports) : ports_{ports} {}
    Result<SignedIn> execute(const LogInCommand& command);

private:
    Result<PasswordMatch> match(const LogInFacts& facts, const Secret& password);
    Result<void> count_failure(const LogInQuestion& question, const LogInFacts& facts);
    /// Whether the second factor lets in; `found` is to be saved then.
    Result<bool> is_let_in(const LogInCommand& command, User& found) const;
    Result<SignedIn> open_session(const LogInCommand& command, const User& user, PasswordMatch match,
                                  const LogInQuestion& question);
    Ports ports_;
};

}  // namespace orion::identity
