#pragma once

#include "orion/kernel/secret.hpp"
#include "orion/ports/secret_source.hpp"
#include "orion/secrets/vault.hpp"

#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace orion::secrets {

/// `env:NAME`, `file:PATH`, `sealed:PATH#NAME` or `vault:MOUNT/PATH#FIELD`.
bool is_reference(std::string_view text);

struct ReaderOptions {
    std::map<std::string, std::string> environment{};
    SecretSource sealing_key{};
    VaultOptions vault{};
};

/// Reads secrets where references point. Not thread-safe.
class SecretReader {
public:
    explicit SecretReader(ReaderOptions options) : options_{std::move(options)}, vault_{options_.vault} {}

    /// Or why not, without any secret in it. Takes as long as Vault's time-out at most, twice.
    std::expected<Secret, std::string> read(std::string_view reference);
    /// Keeps what reading needs, to be called every so often.
    std::expected<void, std::string> keep_alive() { return vault_.keep_alive(); }

private:
    std::expected<Secret, std::string> read_sealed(std::string_view place) const;
    std::expected<Secret, std::string> read_vault(std::string_view place);

    ReaderOptions options_;
    Vault vault_;
};

}  // namespace orion::secrets
