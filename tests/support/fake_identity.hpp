#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orion::test {

struct IdentityState {
    struct Owned {
        UserId user;
        identity::SavedAddress address;
    };
    std::map<UserId, identity::UserSnapshot> users;
    std::map<SessionId, identity::SessionSnapshot> sessions;
    std::map<std::string, identity::RefreshToken> refresh_tokens;
    std::map<std::string, identity::ActionToken> action_tokens;
    std::map<std::string, identity::FailedAttempts> attempts;
    std::vector<Owned> addresses;
    std::map<identity::ApiKeyId, identity::ApiKey> api_keys;
    std::vector<identity::Event> events;
    std::vector<Act> acts;
};
class FakeIdentityWork;
extern template class FakeStore<identity::IdentityWork, IdentityState, FakeIdentityWork>;

/// Accounts in memory, with a clock and ids that tests control.
class FakeIdentity : public FakeStore<identity::IdentityWork, IdentityState, FakeIdentityWork>,
                     public identity::IdentityQueries {
public:
    FakeIdentity();
    ~FakeIdentity() override;
    FakeIdentity(const FakeIdentity&) = delete;
    FakeIdentity& operator=(const FakeIdentity&) = delete;

    Result<std::optional<identity::User>> find(UserId user) override;
    Result<std::optional<identity::User>> find(const Email& email) override;
    Result<identity::LogInFacts> log_in_facts(const identity::LogInQuestion& question) override;
    Result<std::optional<identity::Standing>> standing(UserId user, SessionId session, Instant now) override;
    Result<std::vector<identity::Session>> sessions(UserId user, Instant now) override;
    Result<std::vector<identity::SavedAddress>> addresses(UserId user) override;
    Result<std::optional<identity::ActionToken>> action_token(const std::string& hash) override;
    Result<std::vector<identity::User>> list(const identity::UserFilter& filter, const std::optional<UserId>& after,
                                             std::size_t limit) override;
    Result<std::optional<identity::ApiKey>> api_key(identity::ApiKeyId key) override;
    Result<std::vector<identity::ApiKey>> api_keys(const std::optional<identity::ApiKeyId>& after,
                                                   std::size_t limit) override;

    identity::IdentityStore& store() { return *this; }
    identity::IdentityQueries& queries() { return *this; }

    template <class Event>
    std::vector<Event> published() const {
        std::vector<Event> found;
        for (const auto& event : state().events)
            if (const auto* const one = std::get_if<Event>(&event)) found.push_back(*one);
        return found;
    }

    std::vector<Act> recorded() const;
    std::vector<std::string> published_types() const;

    FakeClock clock;
    FakeIdGenerator ids;
    bool is_down = false;  ///< queries do not answer
    int standings_asked = 0;
    int keys_asked = 0;

private:
    Result<void> answering() const;
};

}  // namespace orion::test
