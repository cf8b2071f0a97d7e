#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace orion::identity {

using ApiKeyId = Id<struct ApiKeyTag>;

/// What a program may do. No scope opens what only admins may.
enum class Scope : std::uint8_t {
    orders_read,
    orders_write,
    stock_read,
    stock_write,
    catalog_read,
    catalog_write,
    tokens_validate,
};
inline constexpr std::array scopes{Scope::orders_read,  Scope::orders_write,  Scope::stock_read,     Scope::stock_write,
                                   Scope::catalog_read, Scope::catalog_write, Scope::tokens_validate};
using Scopes = std::set<Scope>;

/// `orders:read`
std::string_view scope_name(Scope scope);
/// `invalid` / `unknown_scope`
Result<Scope> parse_scope(std::string_view name);

/// What lets a program in. Its text is shown once, when it is made; only a hash of it is kept.
struct ApiKey {
    ApiKeyId id;
    std::string name;  ///< what it is for
    std::string hash;
    Scopes scopes;
    Instant created_at;
    std::optional<Instant> expires_at{};
    std::optional<Instant> last_used_at{};  ///< to the minute

    bool has_expired(Instant now) const { return expires_at && *expires_at <= now; }
    /// Whether a text that hashes to this is the key's: in constant time.
    bool matches(std::string_view hash_of_text) const;

    friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

}  // namespace orion::identity
