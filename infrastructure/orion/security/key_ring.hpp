#pragma once

#include "orion/kernel/result.hpp"
#include "orion/security/signing_key.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::security {

/// The keys that a shop signs with, one after the other: of those whose time has come the newest signs. The one before
/// it verifies what it has signed for as long as that can be valid.
class KeyRing {
public:
    /// The longest life of an access token and the leeway of two clocks.
    static constexpr std::chrono::seconds verifies_after_its_successor = std::chrono::minutes{12};
    static constexpr std::size_t max_keys = 16;

    /// One private JWK a line; nothing for any other text, or none at all.
    static std::optional<KeyRing> parse(std::string_view text);
    static KeyRing with_first_key(Instant now);
    Secret to_text() const;

    /// Null while no key's time has come.
    const SigningKey* signing(Instant now) const;
    /// Null for a key that is not there or has had its time.
    const SigningKey* verifying(std::string_view id, Instant now) const;
    /// A JWK Set (RFC 7517) of the public halves of all keys that verify, now or later.
    std::string public_keys(Instant now) const;
    const std::vector<SigningKey>& keys() const { return keys_; }

    /// Adds a key that signs from `signs_from` on, and drops those that have had their time.
    /// `conflict` / `too_many_keys`
    Result<SigningKey> rotate(Instant signs_from, Instant now);
    /// Removes a key: what it signed is refused from now on. `not_found` / `key_not_found`; `conflict` / `key_signs`
    /// for the one that signs.
    Result<void> retire(std::string_view id, Instant now);

private:
    explicit KeyRing(std::vector<SigningKey> keys);
    bool has_had_its_time(std::size_t index, Instant now) const;

    std::vector<SigningKey> keys_;  ///< oldest first, never empty
};

/// The ring that is kept in `path`, for its owner only; makes one with a first key if there is none. Processes that
/// start at once agree on one. Throws std::runtime_error, for `main` to show, if the file cannot be used.
KeyRing load_or_create_key_ring(const std::filesystem::path& path, Instant now);

/// The ring in `path`. Throws like the above, and if there is none.
KeyRing load_key_ring(const std::filesystem::path& path);

/// Changes the ring in `path` by `edit`, one process at a time; on an error the file stays as it was. Throws like the
/// above.
Result<void> edit_key_ring(const std::filesystem::path& path, Instant now,
                           const std::function<Result<void>(KeyRing&)>& edit);

}  // namespace orion::security
