#pragma once

#include "orion/identity/api_key.hpp"
#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/digest.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace orion::identity {

/// A program, by a key that holds now.
struct KeyHolder {
    ApiKeyId key;
    Scopes scopes;
};

/// Whose an API key is. Asks the database about one every half a second at most, so that what is revoked ends on every
/// replica within that time. That a key is used is written down once a minute, with an entry of the audit log; when
/// that fails, with its next use. Thread-safe.
/// `unauthenticated` / `invalid_api_key`: malformed, unknown, revoked, expired or another secret. What cannot be found
/// out is refused: `unavailable`.
class CheckApiKey {
public:
    static constexpr std::chrono::milliseconds remembered_for{500};
    static constexpr std::chrono::minutes noted_every{1};

    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        const Digest& digest;
        const Clock& clock;
    };
    explicit CheckApiKey(const Ports& ports) : ports_{ports} {}
    /// `address`: from where it is used.
    Result<KeyHolder> execute(std::string_view text, const std::string& address);

private:
    static constexpr std::size_t max_remembered = 10'000;
    struct Memory {
        std::optional<ApiKey> key;
        Instant read_at;
    };
    Result<std::optional<ApiKey>> find(ApiKeyId id, Instant now);
    void remember(ApiKeyId id, Memory memory);
    bool is_to_be_noted(const ApiKey& key, Instant now);
    void note_use(ApiKeyId id, const std::string& address, Instant now);

    Ports ports_;
    std::mutex mutex_;
    std::unordered_map<ApiKeyId, Memory> memories_;
};

}  // namespace orion::identity
