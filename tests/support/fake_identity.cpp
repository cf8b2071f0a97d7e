#include "support/fake_identity.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace orion::test {

namespace {

class FakeUsers : public identity::UserRepository {
public:
    explicit FakeUsers(IdentityState& state) : state_{state} {}
    std::optional<identity::User> find(UserId user) override {
        const auto found = state_.users.find(user);
        if (found == state_.users.end()) return std::nullopt;
        return identity::User::restore(found->second);
    }
    std::optional<identity::User> find(const Email& email) override {
        for (const auto& [id, user] : state_.users)
            if (user.email == email) return identity::User::restore(user);
        return std::nullopt;
    }
    Result<void> add(const identity::User& user) override {
        if (find(user.email())) return fail(ErrorKind::conflict, "email_taken", "Taken.");
        contract(state_.users.emplace(user.id(), user.snapshot()).second, "a user is born once");
        return {};
    }
    Result<void> save(const identity::User& user) override {
        auto& stored = state_.users.at(user.id());
        if (user.version() <= stored.version && user.snapshot() != stored)
            return fail(ErrorKind::unavailable, "user_changed", "Try again.");
        if (const auto holder = find(user.email()); holder && holder->id() != user.id())
            return fail(ErrorKind::conflict, "email_taken", "Taken.");
        stored = user.snapshot();
        return {};
    }
    void remove(UserId user) override {
        state_.users.erase(user);
        std::erase_if(state_.refresh_tokens, [&](const auto& token) {
            const auto session = state_.sessions.find(token.second.session);
            return session != state_.sessions.end() && session->second.user == user;
        });
        std::erase_if(state_.sessions, [&](const auto& session) { return session.second.user == user; });
        std::erase_if(state_.action_tokens, [&](const auto& token) { return token.second.user == user; });
        std::erase_if(state_.addresses, [&](const auto& owned) { return owned.user == user; });
    }
    bool has_other_admin(UserId user) override {
        return std::ranges::any_of(state_.users, [&](const auto& each) {
            return each.first != user && identity::User::restore(each.second).is_working_admin();
        });
    }

private:
    IdentityState& state_;
};

class FakeSessions : public identity::SessionRepository {
public:
    explicit FakeSessions(IdentityState& state) : state_{state} {}
    std::optional<identity::Session> find(SessionId session) override {
        const auto found = state_.sessions.find(session);
        if (found == state_.sessions.end()) return std::nullopt;
        return identity::Session::restore(found->second);
    }
    void add(const identity::Session& session) override {
        contract(state_.sessions.emplace(session.id(), session.snapshot()).second, "a session is born once");
    }
    void save(const identity::Session& session) override { state_.sessions.at(session.id()) = session.snapshot(); }
    std::size_t end_all(UserId user, Instant now, std::optional<SessionId> kept) override {
        std::size_t ended = 0;
        for (auto& [id, session] : state_.sessions) {
            if (session.user != user || kept == id || !identity::Session::restore(session).is_live(now)) continue;
            session.ended_at = now;
            ++ended;
        }
        return ended;
    }
    std::optional<identity::RefreshToken> find_token(const std::string& hash) override {
        const auto found = state_.refresh_tokens.find(hash);
        if (found == state_.refresh_tokens.end()) return std::nullopt;
        return found->second;
    }
    void add_token(const identity::RefreshToken& token) override {
        contract(state_.refresh_tokens.emplace(token.hash, token).second, "a token is issued once");
    }
    void save_token(const identity::RefreshToken& token) override { state_.refresh_tokens.at(token.hash) = token; }
    std::size_t purge(Instant now, std::size_t limit) override {
        std::vector<SessionId> over;
        for (const auto& [id, session] : state_.sessions)
            if (over.size() < limit && !identity::Session::restore(session).is_live(now)) over.push_back(id);
        for (const auto& id : over) {
            state_.sessions.erase(id);
            std::erase_if(state_.refresh_tokens, [&](const auto& token) { return token.second.session == id; });
        }
        return over.size();
    }

private:
    IdentityState& state_;
};

class FakeActionTokens : public identity::ActionTokenRepository {
public:
    explicit FakeActionTokens(IdentityState& state) : state_{state} {}
    std::size_t count(UserId user, identity::Purpose purpose, Instant now) override {
        return static_cast<std::size_t>(std::ranges::count_if(state_.action_tokens, [&](const auto& each) {
            const auto& token = each.second;
            return token.user == user && token.purpose == purpose && token.expires_at > now;
        }));
    }
    void add(const identity::ActionToken& token) override {
        contract(state_.action_tokens.emplace(token.hash, token).second, "a token is issued once");
    }
    std::optional<identity::ActionToken> find(const std::string& hash) override {
        const auto found = state_.action_tokens.find(hash);
        if (found == state_.action_tokens.end()) return std::nullopt;
        return found->second;
    }
    void remove(UserId user, identity::Purpose purpose) override {
        std::erase_if(state_.action_tokens,
                      [&](const auto& each) { return each.second.user == user && each.second.purpose == purpose; });
    }
    std::size_t purge(Instant now, std::size_t limit) override {
        std::size_t purged = 0;
        std::erase_if(state_.action_tokens, [&](const auto& each) {
            const bool goes = purged < limit && each.second.expires_at <= now;
            purged += goes ? 1 : 0;
            return goes;
        });
        return purged;
    }

private:
    IdentityState& state_;
};

class FakeSavedAddresses : public identity::SavedAddressRepository {
public:
    explicit FakeSavedAddresses(IdentityState& state) : state_{state} {}
    std::optional<std::size_t> count(UserId user) override {
        if (!state_.users.contains(user)) return std::nullopt;
        return static_cast<std::size_t>(std::ranges::count(state_.addresses, user, &IdentityState::Owned::user));
    }
    void add(UserId user, const identity::SavedAddress& address) override {
        state_.addresses.push_back({.user = user, .address = address});
    }
    bool replace(UserId user, const identity::SavedAddress& address) override {
        const auto found = find(user, address.id);
        if (found == state_.addresses.end()) return false;
        found->address = address;
        return true;
    }
    bool remove(UserId user, SavedAddressId address) override {
        const auto found = find(user, address);
        if (found == state_.addresses.end()) return false;
        state_.addresses.erase(found);
        return true;
    }

private:
    std::vector<IdentityState::Owned>::iterator find(UserId user, SavedAddressId address) {
        return std::ranges::find_if(
            state_.addresses, [&](const auto& owned) { return owned.user == user && owned.address.id == address; });
    }
    IdentityState& state_;
};

class FakeAttempts : public identity::AttemptRepository {
public:
    explicit FakeAttempts(IdentityState& state) : state_{state} {}
    identity::FailedAttempts find(const std::string& key) override {
        const auto found = state_.attempts.find(key);
        return found == state_.attempts.end() ? identity::FailedAttempts{} : found->second;
    }
    void save(const std::string& key, const identity::FailedAttempts& attempts) override {
        state_.attempts.insert_or_assign(key, attempts);
    }
    void remove(const std::string& key) override { state_.attempts.erase(key); }
    std::size_t purge(Instant before, std::size_t limit) override {
        std::size_t purged = 0;
        std::erase_if(state_.attempts, [&](const auto& each) {
            const bool goes = purged < limit && each.second.last_at < before;
            purged += goes ? 1 : 0;
            return goes;
        });
        return purged;
    }

private:
    IdentityState& state_;
};

class FakeApiKeys : public identity::ApiKeyRepository {
public:
    explicit FakeApiKeys(IdentityState& state) : state_{state} {}
    void add(const identity::ApiKey& key) override { state_.api_keys.emplace(key.id, key); }
    bool remove(identity::ApiKeyId key) override { return state_.api_keys.erase(key) == 1; }
    bool use(identity::ApiKeyId key, Instant now, Instant last_used_until) override {
        const auto found = state_.api_keys.find(key);
        if (found == state_.api_keys.end()) return false;
        auto& last = found->second.last_used_at;
        if (last && *last > last_used_until) return false;
        last = now;
        return true;
    }

private:
    IdentityState& state_;
};
}  // namespace

class FakeIdentityWork : public identity::IdentityWork {
public:
    explicit FakeIdentityWork(IdentityState& state) : state_{state} {}
    identity::UserRepository& users() override { return users_; }
    identity::SessionRepository& sessions() override { return sessions_; }
    identity::ActionTokenRepository& action_tokens() override { return action_tokens_; }
    identity::SavedAddressRepository& addresses() override { return addresses_; }
    identity::AttemptRepository& attempts() override { return attempts_; }
    identity::ApiKeyRepository& api_keys() override { return api_keys_; }
    void publish(const identity::Event& event) override { state_.events.push_back(event); }
    void record(const Act& act) override { state_.acts.push_back(performed_by(current_performer(), act)); }

private:
    IdentityState& state_;
    FakeUsers users_{state_};
    FakeSessions sessions_{state_};
    FakeActionTokens action_tokens_{state_};
    FakeSavedAddresses addresses_{state_};
    FakeAttempts attempts_{state_};
    FakeApiKeys api_keys_{state_};
};
template class FakeStore<identity::IdentityWork, IdentityState, FakeIdentityWork>;

FakeIdentity::FakeIdentity() = default;

FakeIdentity::~FakeIdentity() = default;

Result<std::optional<identity::User>> FakeIdentity::find(UserId user) {
    ORION_CHECK(answering());
    return FakeUsers{state()}.find(user);
}

Result<std::optional<identity::User>> FakeIdentity::find(const Email& email) {
    ORION_CHECK(answering());
    return FakeUsers{state()}.find(email);
}

Result<identity::LogInFacts> FakeIdentity::log_in_facts(const identity::LogInQuestion& question) {
    ORION_CHECK(answering());
    identity::LogInFacts facts;
    if (question.email) facts.user = FakeUsers{state()}.find(*question.email);
    facts.knows_address = facts.user && std::ranges::any_of(state().sessions, [&](const auto& each) {
                              const auto session = identity::Session::restore(each.second);
                              return session.user() == facts.user->id() && session.is_live(question.now) &&
                                     session.snapshot().address == question.address;
                          });
    facts.from_address = FakeAttempts{state()}.find(question.key_of_address);
    facts.from_everywhere = FakeAttempts{state()}.find(question.key_of_everywhere);
    return facts;
}

Result<std::optional<identity::Standing>> FakeIdentity::standing(UserId user, SessionId session, Instant now) {
    ORION_CHECK(answering());
    ++standings_asked;
    const auto found = FakeUsers{state()}.find(user);
    if (!found) return std::optional<identity::Standing>{};
    const auto its_session = FakeSessions{state()}.find(session);
    return identity::Standing{
        .role = found->role(),
        .state = found->snapshot().state,
        .account_version = found->account_version(),
        .session_is_live = its_session && its_session->user() == user && its_session->is_live(now),
        .has_second_factor = found->has_second_factor()};
}

Result<std::vector<identity::Session>> FakeIdentity::sessions(UserId user, Instant now) {
    ORION_CHECK(answering());
    std::vector<identity::Session> found;
    for (const auto& [id, snapshot] : state().sessions) {
        auto session = identity::Session::restore(snapshot);
        if (session.user() == user && session.is_live(now)) found.push_back(std::move(session));
    }
    std::ranges::sort(found, std::greater{}, [](const identity::Session& session) {
        return std::pair{session.snapshot().last_used_at, session.id()};
    });
    if (found.size() > max_sessions) found.resize(max_sessions, found.front());
    return found;
}

Result<std::vector<identity::SavedAddress>> FakeIdentity::addresses(UserId user) {
    ORION_CHECK(answering());
    std::vector<identity::SavedAddress> found;
    for (const auto& owned : state().addresses)
        if (owned.user == user) found.push_back(owned.address);
    return found;
}

Result<std::optional<identity::ActionToken>> FakeIdentity::action_token(const std::string& hash) {
    ORION_CHECK(answering());
    return FakeActionTokens{state()}.find(hash);
}

Result<std::vector<identity::User>> FakeIdentity::list(const identity::UserFilter& filter,
                                                       const std::optional<UserId>& after, std::size_t limit) {
    ORION_CHECK(answering());
    std::vector<identity::User> found;
    for (auto each = state().users.rbegin(); each != state().users.rend() && found.size() < limit; ++each) {
        const auto& user = each->second;
        const bool fits = (!after || user.id < *after) && (!filter.role || user.role == *filter.role) &&
                          (!filter.state || user.state == *filter.state) &&
                          (!filter.email || user.email == *filter.email);
        if (fits) found.push_back(identity::User::restore(user));
    }
    return found;
}

Result<std::optional<identity::ApiKey>> FakeIdentity::api_key(identity::ApiKeyId key) {
    ORION_CHECK(answering());
    ++keys_asked;
    const auto found = state().api_keys.find(key);
    if (found == state().api_keys.end()) return std::optional<identity::ApiKey>{};
    return found->second;
}

Result<std::vector<identity::ApiKey>> FakeIdentity::api_keys(const std::optional<identity::ApiKeyId>& after,
                                                             std::size_t limit) {
    ORION_CHECK(answering());
    std::vector<identity::ApiKey> found;
    for (auto each = state().api_keys.rbegin(); each != state().api_keys.rend() && found.size() < limit; ++each)
        if (!after || each->first < *after) found.push_back(each->second);
    return found;
}

std::vector<Act> FakeIdentity::recorded() const { return state().acts; }

std::vector<std::string> FakeIdentity::published_types() const {
    static constexpr std::array names{
        "user_registered",      "verification_requested", "password_reset_requested", "password_changed",
        "user_erased",          "request_unanswered",     "email_change_requested",   "second_factor_added",
        "second_factor_removed"};
    std::vector<std::string> types;
    for (const auto& event : state().events) types.emplace_back(names.at(event.index()));
    return types;
}

Result<void> FakeIdentity::answering() const {
    if (is_down) return fail(ErrorKind::unavailable, "database_unavailable", "Later.");
    return {};
}

}  // namespace orion::test
