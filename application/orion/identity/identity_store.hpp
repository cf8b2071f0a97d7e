#pragma once

#include "orion/identity/action_token.hpp"
#include "orion/identity/api_key.hpp"
#include "orion/identity/integration_events.hpp"
#include "orion/identity/log_in_attempts.hpp"
#include "orion/identity/saved_address.hpp"
#include "orion/identity/session.hpp"
#include "orion/identity/user.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orion::identity {

class UserRepository {
public:
    virtual ~UserRepository() = default;
    virtual std::optional<User> find(UserId user) = 0;
    virtual std::optional<User> find(const Email& email) = 0;
    /// `conflict` / `email_taken`
    virtual Result<void> add(const User& user) = 0;
    /// A user found in this transaction. `unavailable` / `user_changed` if another one changed it in between.
    /// `conflict` / `email_taken` if the address is new and somebody has it: the transaction can only be given up.
    virtual Result<void> save(const User& user) = 0;
    /// With everything that belongs to it: sessions, tokens, addresses. No effect if it has gone.
    virtual void remove(UserId user) = 0;
    /// Whether a working admin remains without this one; nobody else takes the last one away meanwhile.
    virtual bool has_other_admin(UserId user) = 0;
};

class SessionRepository {
public:
    virtual ~SessionRepository() = default;
    virtual std::optional<Session> find(SessionId session) = 0;
    virtual void add(const Session& session) = 0;
    /// A session found in this transaction.
    virtual void save(const Session& session) = 0;
    /// All of a user that are not over, but `kept`. How many.
    virtual std::size_t end_all(UserId user, Instant now, std::optional<SessionId> kept = std::nullopt) = 0;

    virtual std::optional<RefreshToken> find_token(const std::string& hash) = 0;
    virtual void add_token(const RefreshToken& token) = 0;
    /// A token found in this transaction.
    virtual void save_token(const RefreshToken& token) = 0;

    /// Forgets at most `limit` sessions that are over, with their tokens. How many.
    virtual std::size_t purge(Instant now, std::size_t limit) = 0;
};

class ActionTokenRepository {
public:
    virtual ~ActionTokenRepository() = default;
    /// That can still be used.
    virtual std::size_t count(UserId user, Purpose purpose, Instant now) = 0;
    virtual void add(const ActionToken& token) = 0;
    virtual std::optional<ActionToken> find(const std::string& hash) = 0;
    /// All of the user for this purpose.
    virtual void remove(UserId user, Purpose purpose) = 0;
    /// Forgets at most `limit` expired ones. How many.
    virtual std::size_t purge(Instant now, std::size_t limit) = 0;
};

class SavedAddressRepository {
public:
    virtual ~SavedAddressRepository() = default;
    /// How many the user has; nobody else adds one meanwhile. Nothing if there is no such user.
    virtual std::optional<std::size_t> count(UserId user) = 0;
    virtual void add(UserId user, const SavedAddress& address) = 0;
    /// False, and no effect, if the user has no such address.
    virtual bool replace(UserId user, const SavedAddress& address) = 0;
    virtual bool remove(UserId user, SavedAddressId address) = 0;
};

/// Failed log-ins under keys that name no account.
class AttemptRepository {
public:
    virtual ~AttemptRepository() = default;
    virtual FailedAttempts find(const std::string& key) = 0;
    virtual void save(const std::string& key, const FailedAttempts& attempts) = 0;
    virtual void remove(const std::string& key) = 0;
    /// Forgets at most `limit` of before `before`. How many.
    virtual std::size_t purge(Instant before, std::size_t limit) = 0;
};

class ApiKeyRepository {
public:
    virtual ~ApiKeyRepository() = default;
    virtual void add(const ApiKey& key) = 0;
    /// False if there is no such key.
    virtual bool remove(ApiKeyId key) = 0;
    /// Writes down that it is used now. False, and no effect, if there is no such key or it was last used after
    /// `last_used_until`.
    virtual bool use(ApiKeyId key, Instant now, Instant last_used_until) = 0;
};

/// What one transaction of identity may touch.
class IdentityWork {
public:
    virtual ~IdentityWork() = default;
    virtual UserRepository& users() = 0;
    virtual SessionRepository& sessions() = 0;
    virtual ActionTokenRepository& action_tokens() = 0;
    virtual SavedAddressRepository& addresses() = 0;
    virtual AttemptRepository& attempts() = 0;
    virtual ApiKeyRepository& api_keys() = 0;
    /// To the outbox, under a fresh message id, with the user as its subject.
    virtual void publish(const Event& event) = 0;
    /// For the audit log, with this transaction.
    virtual void record(const Act& act) = 0;
};

using IdentityStore = Store<IdentityWork>;

}  // namespace orion::identity
