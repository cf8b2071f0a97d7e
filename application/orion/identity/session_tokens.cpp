#include "orion/identity/session_tokens.hpp"

#include <utility>

namespace orion::identity {

Result<SessionTokens::Opened> SessionTokens::open(const User& user, Client client, Instant now) const {
    auto session =
        Session::open({.id = ports_.ids.next<SessionId>(), .user = user.id(), .client = std::move(client), .at = now},
                      policy_.sessions);
    ORION_TRY(auto access, access_token(user, session.id(), now));
    auto refresh = ports_.random_tokens.next();
    RefreshToken kept{.hash = hash(refresh), .session = session.id()};
    const auto id = session.id();
    return Opened{.session = std::move(session),
                  .refresh_token = std::move(kept),
                  .signed_in = {.user = to_view(user),
                                .session = id,
                                .access_token = std::move(access),
                                .refresh_token = std::move(refresh),
                                .expires_in = policy_.access}};
}

Result<Secret> SessionTokens::access_token(const User& user, SessionId session, Instant now) const {
    return ports_.access_tokens.issue({.user = user.id(),
                                       .session = session,
                                       .role = user.role(),
                                       .account_version = user.account_version(),
                                       .issued_at = now,
                                       .expires_at = now + policy_.access});
}

Secret SessionTokens::successor(const Secret& token, const std::string& seed) const {
    return Secret{ports_.digest.sha256(Secret{token.expose() + "." + seed}.expose())};
}

}  // namespace orion::identity
