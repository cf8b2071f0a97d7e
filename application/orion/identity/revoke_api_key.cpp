#include "orion/identity/revoke_api_key.hpp"

namespace orion::identity {

Result<void> RevokeApiKey::execute(ApiKeyId key) {
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        if (!work.api_keys().remove(key))
            return fail(ErrorKind::not_found, "api_key_not_found", "There is no such key.");
        work.record({.name = "api_key_revoked", .subject = named("key", key)});
        return {};
    });
}

}  // namespace orion::identity
