#pragma once

#include "orion/kernel/secret.hpp"
#include "orion/security/server_secret.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::security {

/// Secrets for the database: XChaCha20-Poly1305 under a key that HKDF-SHA-256 derives from the server secret, as
/// base64url. What is sealed for one purpose and owner opens for no other. Thread-safe.
class SealedValues {
public:
    /// `purpose` tells the keys of different uses apart.
    SealedValues(const ServerSecrets& secrets, std::string_view purpose);

    std::string seal(const Secret& value, std::string_view owner) const;

    struct Opened {
        Secret value;
        bool is_of_previous;  ///< seal it again before the previous secret goes
    };
    /// Nothing if it was changed, is somebody else's or of another key.
    std::optional<Opened> open(std::string_view sealed, std::string_view owner) const;

private:
    std::vector<Secret> keys_;  ///< the current one first
};

}  // namespace orion::security
