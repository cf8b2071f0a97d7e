#include "orion/persistence/identity/soci_api_key_repository.hpp"

#include "orion/persistence/identity/identity_rows.hpp"

#include <chrono>
#include <ranges>
#include <string_view>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using detail::joined_sql;
using identity::ApiKey;
using identity::Scopes;

constexpr detail::SqlPart api_key_columns{
    "SELECT id, name, hash, scopes, created_at, expires_at, last_used_at FROM identity_api_keys"};
using ApiKeyRow = std::tuple<std::string, std::string, std::string, std::string, std::int64_t,
                             std::optional<std::int64_t>, std::optional<std::int64_t>>;

std::string listed(const Scopes& scopes) {
    std::string text;
    for (const auto scope : scopes) text.append(text.empty() ? "" : " ").append(scope_name(scope));
    return text;
}

/// A scope that a newer version knows opens nothing here.
Scopes scopes_from(std::string_view text) {
    Scopes scopes;
    for (const auto part : std::views::split(text, ' '))
        if (const auto scope = identity::parse_scope(std::string_view{part})) scopes.insert(*scope);
    return scopes;
}

Instant instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

ApiKey api_key_from(ApiKeyRow row) {
    auto& [id, name, hash, scopes, created_at, expires_at, last_used_at] = row;
    ApiKey key{.id = identity::ApiKeyId::parse(id).value(),
               .name = std::move(name),
               .hash = std::move(hash),
               .scopes = scopes_from(scopes),
               .created_at = instant(created_at)};
    if (expires_at) key.expires_at = instant(*expires_at);
    if (last_used_at) key.last_used_at = instant(*last_used_at);
    return key;
}

}  // namespace

void SociApiKeyRepository::add(const ApiKey& key) {
    session_.send(
        "INSERT INTO identity_api_keys (id, name, hash, scopes, created_at, expires_at, last_used_at)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7)",
        key.id, key.name, key.hash, listed(key.scopes), key.created_at, key.expires_at, key.last_used_at);
}

bool SociApiKeyRepository::remove(identity::ApiKeyId key) {
    return session_.run("DELETE FROM identity_api_keys WHERE id = :1", key) == 1;
}

bool SociApiKeyRepository::use(identity::ApiKeyId key, Instant now, Instant last_used_until) {
    return session_.run(
               "UPDATE identity_api_keys SET last_used_at = :2"
               " WHERE id = :1 AND (last_used_at IS NULL OR last_used_at <= :3)",
               key, now, last_used_until) == 1;
}

std::optional<ApiKey> api_key_in(Session& session, identity::ApiKeyId key) {
    auto row = RowsOf<ApiKeyRow>::first(session, joined_sql<api_key_columns, " WHERE id = :1">, key);
    if (!row) return std::nullopt;
    return api_key_from(*std::move(row));
}

std::vector<ApiKey> api_keys_in(Session& session, const std::optional<identity::ApiKeyId>& after, std::size_t limit) {
    std::vector<ApiKey> found;
    for (auto& row :
         RowsOf<ApiKeyRow>::all(session, joined_sql<api_key_columns, " WHERE id < :1 ORDER BY id DESC LIMIT :2">,
                                // Every id comes before this.
                                after ? after->to_string() : std::string{"g"}, static_cast<std::int64_t>(limit)))
        found.push_back(api_key_from(std::move(row)));
    return found;
}

}  // namespace orion::persistence
