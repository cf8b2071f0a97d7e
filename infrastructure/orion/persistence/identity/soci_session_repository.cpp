#include "orion/persistence/identity/soci_session_repository.hpp"

#include "orion/persistence/identity/identity_rows.hpp"

#include <chrono>
#include <utility>

namespace orion::persistence {

using detail::joined_sql;
using identity::ActionToken;
using identity::FailedAttempts;
using identity::Purpose;
using identity::RefreshToken;

std::optional<identity::Session> SociSessionRepository::find(SessionId session) {
    auto row = RowsOf<SessionRow>::first(session_, joined_sql<session_columns, " WHERE id = :1", for_update>, session);
    if (!row) return std::nullopt;
    return session_from(*std::move(row));
}

void SociSessionRepository::add(const identity::Session& session) {
    const auto& state = session.snapshot();
    session_.send(
        "INSERT INTO identity_sessions (id, user_id, device, address, created_at, last_used_at, expires_at, ended_at)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8)",
        state.id, state.user, state.device, state.address, state.created_at, state.last_used_at, state.expires_at,
        state.ended_at);
}

void SociSessionRepository::save(const identity::Session& session) {
    const auto& state = session.snapshot();
    session_.send(
        "UPDATE identity_sessions SET address = :2, last_used_at = :3, expires_at = :4, ended_at = :5 WHERE id = :1",
        state.id, state.address, state.last_used_at, state.expires_at, state.ended_at);
}

std::size_t SociSessionRepository::end_all(UserId user, Instant now, std::optional<SessionId> kept) {
    return static_cast<std::size_t>(
        session_.run("UPDATE identity_sessions SET ended_at = :2"
                     " WHERE user_id = :1 AND ended_at IS NULL AND expires_at > :2 AND id <> :3",
                     user, now, kept ? kept->to_string() : std::string{}));
}

std::optional<RefreshToken> SociSessionRepository::find_token(const std::string& hash) {
    const auto row = session_.row<std::string, std::optional<std::int64_t>, std::optional<std::string>>(
        joined_sql<"SELECT session_id, used_at, seed FROM identity_refresh_tokens WHERE hash = :1", for_update>, hash);
    if (!row) return std::nullopt;
    const auto& [session, used_at, seed] = *row;
    RefreshToken token{.hash = hash, .session = SessionId::parse(session).value()};
    if (used_at) token.used_at = Instant{std::chrono::milliseconds{*used_at}};
    token.seed = seed.value_or("");
    return token;
}

void SociSessionRepository::add_token(const RefreshToken& token) {
    session_.send("INSERT INTO identity_refresh_tokens (hash, session_id) VALUES (:1, :2)", token.hash, token.session);
}

void SociSessionRepository::save_token(const RefreshToken& token) {
    session_.send("UPDATE identity_refresh_tokens SET used_at = :2, seed = :3 WHERE hash = :1", token.hash,
                  token.used_at, token.seed);
}

std::size_t SociSessionRepository::purge(Instant now, std::size_t limit) {
    return static_cast<std::size_t>(
        session_.run("DELETE FROM identity_sessions WHERE id IN (SELECT id FROM identity_sessions"
                     " WHERE coalesce(ended_at, expires_at) <= :1 ORDER BY coalesce(ended_at, expires_at) LIMIT :2)",
                     now, static_cast<std::int64_t>(limit)));
}

std::size_t SociActionTokenRepository::count(UserId user, Purpose purpose, Instant now) {
    const auto counted = session_.row<std::int64_t>(
        "SELECT count(*) FROM identity_action_tokens WHERE user_id = :1 AND purpose = :2 AND expires_at > :3", user,
        purpose_name(purpose), now);
    return static_cast<std::size_t>(std::get<0>(counted.value()));
}

void SociActionTokenRepository::add(const ActionToken& token) {
    session_.send(
        "INSERT INTO identity_action_tokens (hash, user_id, purpose, expires_at, email) VALUES (:1, :2, :3, :4, :5)",
        token.hash, token.user, purpose_name(token.purpose), token.expires_at,
        token.email ? std::optional{token.email->text()} : std::nullopt);
}

std::optional<ActionToken> SociActionTokenRepository::find(const std::string& hash) {
    const auto row = RowsOf<ActionTokenRow>::first(session_, locked_action_token_by_hash, hash);
    if (!row) return std::nullopt;
    return action_token_from(hash, *row);
}

void SociActionTokenRepository::remove(UserId user, Purpose purpose) {
    session_.send("DELETE FROM identity_action_tokens WHERE user_id = :1 AND purpose = :2", user,
                  purpose_name(purpose));
}

std::size_t SociActionTokenRepository::purge(Instant now, std::size_t limit) {
    return static_cast<std::size_t>(
        session_.run("DELETE FROM identity_action_tokens WHERE hash IN"
                     " (SELECT hash FROM identity_action_tokens WHERE expires_at <= :1 ORDER BY expires_at LIMIT :2)",
                     now, static_cast<std::int64_t>(limit)));
}

FailedAttempts SociAttemptRepository::find(const std::string& key) {
    const auto row = session_.row<std::int64_t, std::int64_t>(
        joined_sql<"SELECT failures, last_at FROM identity_attempts WHERE key = :1", for_update>, key);
    if (!row) return {};
    return {.count = std::get<0>(*row), .last_at = Instant{std::chrono::milliseconds{std::get<1>(*row)}}};
}

void SociAttemptRepository::save(const std::string& key, const FailedAttempts& attempts) {
    session_.send(
        "INSERT INTO identity_attempts (key, failures, last_at) VALUES (:1, :2, :3)"
        " ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
        key, attempts.count, attempts.last_at);
}

void SociAttemptRepository::remove(const std::string& key) {
    session_.send("DELETE FROM identity_attempts WHERE key = :1", key);
}

std::size_t SociAttemptRepository::purge(Instant before, std::size_t limit) {
    return static_cast<std::size_t>(
        session_.run("DELETE FROM identity_attempts WHERE key IN"
                     " (SELECT key FROM identity_attempts WHERE last_at < :1 ORDER BY last_at LIMIT :2)",
                     before, static_cast<std::int64_t>(limit)));
}

}  // namespace orion::persistence
