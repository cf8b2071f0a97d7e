#include "orion/identity/refresh_session.hpp"

#include <optional>
#include <utility>

namespace orion::identity {
namespace {

std::unexpected<Error> invalid_refresh_token() {
    return fail(ErrorKind::unauthenticated, "invalid_refresh_token", "This refresh token does not work; log in.");
}

}  // namespace

struct RefreshSession::Outcome {
    struct Next {
        User user;
        SessionId session;
        Secret token;
    };
    std::optional<Next> next;  ///< nothing: the token had been used, and its session was ended
};

Result<SignedIn> RefreshSession::execute(const RefreshSessionCommand& command) {
    const auto seed = tokens_.seed();
    // That a session was ended must be kept, so it is no error of the transaction.
    ORION_TRY(auto outcome, store_.transact([&](IdentityWork& work) { return rotate(work, command, seed); }));
    if (!outcome.next)
        return fail(ErrorKind::unauthenticated, "refresh_token_reused",
                    "This refresh token was used before; its session has been ended.");
    auto& [user, session, token] = *outcome.next;
    ORION_TRY(auto access, tokens_.access_token(user, session, clock_.now()));
    return SignedIn{.user = to_view(user),
                    .session = session,
                    .access_token = std::move(access),
                    .refresh_token = std::move(token),
                    .expires_in = tokens_.policy().access};
}

Result<RefreshSession::Outcome> RefreshSession::rotate(IdentityWork& work, const RefreshSessionCommand& command,
                                                       const Secret& seed) const {
    const auto now = clock_.now();
    const auto& policy = tokens_.policy().sessions;
    auto& sessions = work.sessions();
    auto token = sessions.find_token(tokens_.hash(command.refresh_token));
    if (!token) return invalid_refresh_token();
    auto session = sessions.find(token->session);
    if (!session) return invalid_refresh_token();
    if (!session->is_live(now)) {
        if (token->used_at) return Outcome{};
        return invalid_refresh_token();
    }
    auto user = work.users().find(session->user());
    if (!user || !user->is_active()) return invalid_refresh_token();

    if (!token->used_at) {
        token->used_at = now;
        token->seed = seed.expose();
        sessions.save_token(*token);
        auto next = tokens_.successor(command.refresh_token, token->seed);
        sessions.add_token({.hash = tokens_.hash(next), .session = session->id()});
        session->use(command.client.address, now, policy);
        sessions.save(*session);
        return Outcome{{{.user = *std::move(user), .session = session->id(), .token = std::move(next)}}};
    }
    if (now < *token->used_at + policy.grace) {
        auto next = tokens_.successor(command.refresh_token, token->seed);
        const auto kept = sessions.find_token(tokens_.hash(next));
        if (kept && !kept->used_at)
            return Outcome{{{.user = *std::move(user), .session = session->id(), .token = std::move(next)}}};
    }
    session->end(now);
    sessions.save(*session);
    work.record({.name = "refresh_token_reused",
                 .subject = named("user", user->id()),
                 .after = {{"session", session->id().to_string()}},
                 .actor = "anonymous",
                 .address = command.client.address});
    return Outcome{};
}

}  // namespace orion::identity
