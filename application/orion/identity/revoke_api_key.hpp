#pragma once

#include "orion/identity/identity_store.hpp"

namespace orion::identity {

/// Forgets a key; within a second it opens nothing on any replica. `not_found` / `api_key_not_found`
class RevokeApiKey {
public:
    explicit RevokeApiKey(IdentityStore& store) : store_{store} {}
    Result<void> execute(ApiKeyId key);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
