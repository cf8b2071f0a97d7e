#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

namespace orion::persistence {

class Database;

/// Identity's transactions: whatever one of them finds, nobody else changes until it ends. Needs the schema modules
/// `messaging` and `identity`.
class SociIdentityStore final : public identity::IdentityStore {
public:
    SociIdentityStore(Database& database, const Clock& clock, IdGenerator& ids)
        : database_{database}, clock_{clock}, ids_{ids} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
    const Clock& clock_;
    IdGenerator& ids_;
    Outbox outbox_;
};

class SociIdentityQueries final : public identity::IdentityQueries {
public:
    explicit SociIdentityQueries(Database& database) : database_{database} {}

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

private:
    Database& database_;
};

}  // namespace orion::persistence
