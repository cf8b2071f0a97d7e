#pragma once

#include "orion/identity/create_api_key.hpp"
#include "orion/identity/list_api_keys.hpp"
#include "orion/identity/revoke_api_key.hpp"
#include "orion/identity/validate_token.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which programs get in, and ask who else may. All of it outlives them.
struct ApiKeyUseCases {
    identity::CreateApiKey& create_api_key;
    identity::ListApiKeys& list_api_keys;
    identity::RevokeApiKey& revoke_api_key;
    identity::ValidateToken& validate_token;
};

/// `/api/v1/admin/api-keys…` and `/api/v1/auth/validate`
std::vector<Route> api_key_routes(const ApiKeyUseCases& use);

}  // namespace orion::rest
