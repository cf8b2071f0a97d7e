#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::persistence {

class SociApiKeyRepository final : public identity::ApiKeyRepository {
public:
    explicit SociApiKeyRepository(Session& session) : session_{session} {}

    void add(const identity::ApiKey& key) override;
    bool remove(identity::ApiKeyId key) override;
    bool use(identity::ApiKeyId key, Instant now, Instant last_used_until) override;

private:
    Session& session_;
};

std::optional<identity::ApiKey> api_key_in(Session& session, identity::ApiKeyId key);
std::vector<identity::ApiKey> api_keys_in(Session& session, const std::optional<identity::ApiKeyId>& after,
                                          std::size_t limit);

}  // namespace orion::persistence
