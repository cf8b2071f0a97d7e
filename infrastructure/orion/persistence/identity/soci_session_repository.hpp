#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/persistence/session.hpp"

namespace orion::persistence {

/// Sessions with their refresh tokens, in one transaction.
class SociSessionRepository final : public identity::SessionRepository {
public:
    explicit SociSessionRepository(Session& session) : session_{session} {}

    std::optional<identity::Session> find(SessionId session) override;
    void add(const identity::Session& session) override;
    void save(const identity::Session& session) override;
    std::size_t end_all(UserId user, Instant now, std::optional<SessionId> kept) override;
    std::optional<identity::RefreshToken> find_token(const std::string& hash) override;
    void add_token(const identity::RefreshToken& token) override;
    void save_token(const identity::RefreshToken& token) override;
    std::size_t purge(Instant now, std::size_t limit) override;

private:
    Session& session_;
};

/// Tokens that were mailed, and failed log-ins, in one transaction.
class SociActionTokenRepository final : public identity::ActionTokenRepository {
public:
    explicit SociActionTokenRepository(Session& session) : session_{session} {}

    std::size_t count(UserId user, identity::Purpose purpose, Instant now) override;
    void add(const identity::ActionToken& token) override;
    std::optional<identity::ActionToken> find(const std::string& hash) override;
    void remove(UserId user, identity::Purpose purpose) override;
    std::size_t purge(Instant now, std::size_t limit) override;

private:
    Session& session_;
};

class SociAttemptRepository final : public identity::AttemptRepository {
public:
    explicit SociAttemptRepository(Session& session) : session_{session} {}

    identity::FailedAttempts find(const std::string& key) override;
    void save(const std::string& key, const identity::FailedAttempts& attempts) override;
    void remove(const std::string& key) override;
    std::size_t purge(Instant before, std::size_t limit) override;

private:
    Session& session_;
};

}  // namespace orion::persistence
