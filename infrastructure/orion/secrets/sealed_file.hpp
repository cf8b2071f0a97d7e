#pragma once

#include "orion/kernel/secret.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace orion::secrets {

/// Secrets in a file that may be copied and kept beside the settings: each under its name, encrypted and bound to that
/// name with XChaCha20-Poly1305. Names are readable by anybody, and that a whole entry was put back to an older one is
/// not noticed.
///
/// Functions give the reason, without any secret in it, when they cannot do what they are asked for.
class SealedFile {
public:
    /// `key`: 32 random bytes or more, in any writing; it is no pass phrase.
    SealedFile(std::string path, const Secret& key);

    /// Adds it, or replaces one of that name: letters, digits, `.`, `_` and `-`, up to 64. Readers see the old file or
    /// the new one.
    std::expected<void, std::string> seal(std::string_view name, const Secret& secret) const;
    std::expected<Secret, std::string> unseal(std::string_view name) const;

    /// In the order of the file; needs no key.
    static std::expected<std::vector<std::string>, std::string> names(const std::string& path);

private:
    std::string path_;
    Secret key_;
};

}  // namespace orion::secrets
