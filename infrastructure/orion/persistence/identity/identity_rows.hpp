#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/persistence/joined_sql.hpp"
#include "orion/persistence/session.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

/// How identity's rows are read.
namespace orion::persistence {

/// For a statement that reads what its transaction decides on: nobody else changes it until the end.
inline constexpr detail::SqlPart for_update{"", " FOR UPDATE"};

inline constexpr detail::SqlPart user_columns{
    "SELECT id, email, name, phone, locale, role, password_hash, email_verified, state, account_version, created_at,"
    " version, second_factor, second_factor_since, second_factor_step, recovery_codes FROM identity_users"};
using UserRow =
    std::tuple<std::string, std::string, std::string, std::optional<std::string>, std::optional<std::string>,
               std::string, std::string, std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t,
               std::optional<std::string>, std::optional<std::int64_t>, std::int64_t, std::string>;
identity::User user_from(UserRow row);

inline constexpr detail::SqlPart session_columns{
    "SELECT id, user_id, device, address, created_at, last_used_at, expires_at, ended_at FROM identity_sessions"};
using SessionRow = std::tuple<std::string, std::string, std::string, std::string, std::int64_t, std::int64_t,
                              std::int64_t, std::optional<std::int64_t>>;
identity::Session session_from(SessionRow row);

inline constexpr detail::SqlPart action_token_columns{
    "SELECT user_id, purpose, expires_at, email FROM identity_action_tokens WHERE hash = :1"};
inline constexpr Sql action_token_by_hash = detail::joined_sql<action_token_columns>;
inline constexpr Sql locked_action_token_by_hash = detail::joined_sql<action_token_columns, for_update>;
using ActionTokenRow = std::tuple<std::string, std::string, std::int64_t, std::optional<std::string>>;
identity::ActionToken action_token_from(std::string hash, const ActionTokenRow& row);

/// `session.rows<C...>` or `session.row<C...>` for the columns of a `Row`.
template <class Row>
struct RowsOf;
template <class... C>
struct RowsOf<std::tuple<C...>> {
    template <class... P>
    static auto all(Session& session, Sql sql, const P&... params) {
        return session.rows<C...>(sql, params...);
    }
    template <class... P>
    static auto first(Session& session, Sql sql, const P&... params) {
        return session.row<C...>(sql, params...);
    }
};

std::optional<identity::User> first_user(std::optional<UserRow> row);

/// As the table holds them: with blanks between.
std::string joined(const std::vector<std::string>& recovery_codes);

std::string_view purpose_name(identity::Purpose purpose);

}  // namespace orion::persistence
