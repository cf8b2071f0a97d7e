#pragma once

#include "orion/identity/api_key.hpp"

namespace orion::identity {

/// A key as it is shown to admins.
struct ApiKeyView {
    ApiKeyId id;
    std::string name;
    Scopes scopes;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
};

inline ApiKeyView to_view(const ApiKey& key) {
    return {.id = key.id,
            .name = key.name,
            .scopes = key.scopes,
            .created_at = key.created_at,
            .expires_at = key.expires_at,
            .last_used_at = key.last_used_at};
}

}  // namespace orion::identity
