#pragma once

#include "orion/identity/api_key_view.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/digest.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/ports/random_tokens.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace orion::identity {

struct CreateApiKeyCommand {
    std::string name;
    Scopes scopes;
    std::optional<Instant> expires_at{};
};

struct CreatedApiKey {
    ApiKeyView view;
    Secret key;  ///< `orion_ID.SECRET`; nowhere kept
};

/// A key for a program. `invalid`: `required`, `too_long` or `malformed_text` name, no `scopes`, an `expires_at` that
/// is over.
class CreateApiKey {
public:
    static constexpr std::size_t max_name_bytes = 100;

    struct Ports {
        IdentityStore& store;
        RandomTokens& random_tokens;
        const Digest& digest;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit CreateApiKey(const Ports& ports) : ports_{ports} {}
    Result<CreatedApiKey> execute(const CreateApiKeyCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
