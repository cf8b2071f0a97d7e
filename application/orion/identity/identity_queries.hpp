#pragma once

#include "orion/identity/action_token.hpp"
#include "orion/identity/api_key.hpp"
#include "orion/identity/log_in_attempts.hpp"
#include "orion/identity/saved_address.hpp"
#include "orion/identity/session.hpp"
#include "orion/identity/user.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::identity {

/// What decides whether an access token still works.
struct Standing {
    Role role;
    AccountState state;
    std::int64_t account_version;
    bool session_is_live;
    bool has_second_factor = false;

    friend bool operator==(const Standing&, const Standing&) = default;
};

struct LogInQuestion {
    std::optional<Email> email;  ///< nothing: what was typed is none
    std::string address;
    std::string key_of_address;     ///< of the failures of this account from there
    std::string key_of_everywhere;  ///< of all failures of this account
    Instant now;
};

/// What is known before a password is looked at.
struct LogInFacts {
    std::optional<User> user;
    bool knows_address = false;  ///< the user has a live session from there
    FailedAttempts from_address{};
    FailedAttempts from_everywhere{};
};

struct UserFilter {
    std::optional<Role> role{};
    std::optional<AccountState> state{};
    std::optional<Email> email{};
};

/// Reading without changing. Thread-safe.
class IdentityQueries {
public:
    virtual ~IdentityQueries() = default;
    virtual Result<std::optional<User>> find(UserId user) = 0;
    virtual Result<std::optional<User>> find(const Email& email) = 0;
    virtual Result<LogInFacts> log_in_facts(const LogInQuestion& question) = 0;
    /// Nothing if there is no such user. One statement.
    virtual Result<std::optional<Standing>> standing(UserId user, SessionId session, Instant now) = 0;
    /// That are not over, the latest used first, at most `max_sessions`.
    virtual Result<std::vector<Session>> sessions(UserId user, Instant now) = 0;
    static constexpr std::size_t max_sessions = 100;
    /// In the order in which they were added.
    virtual Result<std::vector<SavedAddress>> addresses(UserId user) = 0;
    virtual Result<std::optional<ActionToken>> action_token(const std::string& hash) = 0;
    /// The newest first, those before `after`.
    virtual Result<std::vector<User>> list(const UserFilter& filter, const std::optional<UserId>& after,
                                           std::size_t limit) = 0;
    /// One statement.
    virtual Result<std::optional<ApiKey>> api_key(ApiKeyId key) = 0;
    /// The newest first, those before `after`.
    virtual Result<std::vector<ApiKey>> api_keys(const std::optional<ApiKeyId>& after, std::size_t limit) = 0;
};

}  // namespace orion::identity
