#include "orion/persistence/database.hpp"
#include "orion/persistence/identity/identity_rows.hpp"
#include "orion/persistence/identity/soci_api_key_repository.hpp"
#include "orion/persistence/identity/soci_identity_store.hpp"

#include <chrono>
#include <utility>

namespace orion::persistence {
namespace {

using detail::joined_sql;
using identity::FailedAttempts;
using identity::User;

constexpr Sql user_by_email = joined_sql<user_columns, " WHERE email_folded = :1">;

bool knows_address(Session& session, UserId user, const identity::LogInQuestion& question) {
    return session
        .row<std::int64_t>(
            "SELECT 1 FROM identity_sessions"
            " WHERE user_id = :1 AND address = :2 AND ended_at IS NULL AND expires_at > :3 LIMIT 1",
            user, question.address, question.now)
        .has_value();
}

}  // namespace

Result<std::optional<User>> SociIdentityQueries::find(UserId user) {
    return database_.query([&](Session& session) -> Result<std::optional<User>> {
        return first_user(RowsOf<UserRow>::first(session, joined_sql<user_columns, " WHERE id = :1">, user));
    });
}

Result<std::optional<User>> SociIdentityQueries::find(const Email& email) {
    return database_.query([&](Session& session) -> Result<std::optional<User>> {
        return first_user(RowsOf<UserRow>::first(session, user_by_email, email.folded()));
    });
}

Result<identity::LogInFacts> SociIdentityQueries::log_in_facts(const identity::LogInQuestion& question) {
    return database_.read([&](Session& session) -> Result<identity::LogInFacts> {
        identity::LogInFacts facts;
        if (question.email)
            facts.user = first_user(RowsOf<UserRow>::first(session, user_by_email, question.email->folded()));
        // Asked for nobody too, so that the time does not tell.
        facts.knows_address = knows_address(session, facts.user ? facts.user->id() : UserId{Uuid{}}, question);
        for (const auto& [key, failures, last_at] : session.rows<std::string, std::int64_t, std::int64_t>(
                 "SELECT key, failures, last_at FROM identity_attempts WHERE key IN (:1, :2)", question.key_of_address,
                 question.key_of_everywhere)) {
            const FailedAttempts attempts{.count = failures, .last_at = Instant{std::chrono::milliseconds{last_at}}};
            (key == question.key_of_address ? facts.from_address : facts.from_everywhere) = attempts;
        }
        return facts;
    });
}

Result<std::optional<identity::Standing>> SociIdentityQueries::standing(UserId user, SessionId session_id,
                                                                        Instant now) {
    return database_.query([&](Session& session) -> Result<std::optional<identity::Standing>> {
        const auto row = session.row<std::string, std::string, std::int64_t, std::optional<std::int64_t>, std::int64_t>(
            "SELECT u.role, u.state, u.account_version, u.second_factor_since, (SELECT count(*) FROM identity_sessions "
            "s WHERE s.id = :2"
            " AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > :3) FROM identity_users u WHERE u.id = :1",
            user, session_id, now);
        if (!row) return std::optional<identity::Standing>{};
        const auto& [role, state, account_version, second_factor_since, sessions] = *row;
        return identity::Standing{.role = identity::parse_role(role).value(),
                                  .state = identity::parse_account_state(state).value(),
                                  .account_version = account_version,
                                  .session_is_live = sessions == 1,
                                  .has_second_factor = second_factor_since.has_value()};
    });
}

Result<std::vector<identity::Session>> SociIdentityQueries::sessions(UserId user, Instant now) {
    return database_.query([&](Session& session) -> Result<std::vector<identity::Session>> {
        std::vector<identity::Session> found;
        for (auto& row :
             RowsOf<SessionRow>::all(session,
                                     joined_sql<session_columns,
                                                " WHERE user_id = :1 AND ended_at IS NULL AND expires_at > :2"
                                                " ORDER BY last_used_at DESC, id DESC LIMIT :3">,
                                     user, now, static_cast<std::int64_t>(max_sessions)))
            found.push_back(session_from(std::move(row)));
        return found;
    });
}

Result<std::vector<identity::SavedAddress>> SociIdentityQueries::addresses(UserId user) {
    return database_.query([&](Session& session) -> Result<std::vector<identity::SavedAddress>> {
        using Text = std::string;
        std::vector<identity::SavedAddress> found;
        for (auto& [id, name, line1, line2, city, region, postcode, country] :
             session.rows<Text, Text, Text, std::optional<Text>, Text, std::optional<Text>, Text, Text>(
                 "SELECT id, name, line1, line2, city, region, postcode, country FROM identity_addresses"
                 " WHERE user_id = :1 ORDER BY id LIMIT :2",
                 user, static_cast<std::int64_t>(identity::SavedAddress::max_per_user))) {
            found.push_back({.id = SavedAddressId::parse(id).value(),
                             .address = Address::restore({.name = std::move(name),
                                                          .line1 = std::move(line1),
                                                          .line2 = std::move(line2),
                                                          .city = std::move(city),
                                                          .region = std::move(region),
                                                          .postcode = std::move(postcode),
                                                          .country = std::move(country)})});
        }
        return found;
    });
}

Result<std::optional<identity::ActionToken>> SociIdentityQueries::action_token(const std::string& hash) {
    return database_.query([&](Session& session) -> Result<std::optional<identity::ActionToken>> {
        const auto row = RowsOf<ActionTokenRow>::first(session, action_token_by_hash, hash);
        if (!row) return std::optional<identity::ActionToken>{};
        return action_token_from(hash, *row);
    });
}

Result<std::vector<User>> SociIdentityQueries::list(const identity::UserFilter& filter,
                                                    const std::optional<UserId>& after, std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<User>> {
        const auto text = [](const auto& value, auto name) {
            return value ? std::optional<std::string>{name(*value)} : std::nullopt;
        };
        std::vector<User> found;
        for (auto& row : RowsOf<UserRow>::all(
                 session,
                 joined_sql<user_columns,
                            " WHERE id < :1 AND (CAST(:2 AS text) IS NULL OR role = :2)"
                            " AND (CAST(:3 AS text) IS NULL OR state = :3)"
                            " AND (CAST(:4 AS text) IS NULL OR email_folded = :4) ORDER BY id DESC LIMIT :5">,
                 // Every id comes before this.
                 after ? after->to_string() : std::string{"g"}, text(filter.role, identity::role_name),
                 text(filter.state, identity::state_name),
                 text(filter.email, [](const Email& email) { return email.folded(); }),
                 static_cast<std::int64_t>(limit)))
            found.push_back(user_from(std::move(row)));
        return found;
    });
}

Result<std::optional<identity::ApiKey>> SociIdentityQueries::api_key(identity::ApiKeyId key) {
    return database_.query(
        [&](Session& session) -> Result<std::optional<identity::ApiKey>> { return api_key_in(session, key); });
}

Result<std::vector<identity::ApiKey>> SociIdentityQueries::api_keys(const std::optional<identity::ApiKeyId>& after,
                                                                    std::size_t limit) {
    return database_.query(
        [&](Session& session) -> Result<std::vector<identity::ApiKey>> { return api_keys_in(session, after, limit); });
}

}  // namespace orion::persistence
