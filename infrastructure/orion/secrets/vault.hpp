#pragma once

#include "orion/kernel/secret.hpp"
#include "orion/ports/secret_source.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace orion::secrets {

struct VaultOptions {
    std::string url{};                         ///< `https://HOST:PORT`; `http` only for this machine
    SecretSource token{};                      ///< either this one
    std::string role_id{};                     ///< or a log-in as this AppRole
    SecretSource secret_id{};                  ///< of the role
    std::string ca_file{};                     ///< empty: the authorities that the system trusts
    std::chrono::milliseconds timeout{2'000};  ///< of one request
};

/// HashiCorp Vault's key-value engine, version 2, over its HTTP interface. Logs in when it has no token that works, and
/// renews the one it has. Not thread-safe.
///
/// What it cannot do it gives the reason of, without any secret in it.
class Vault {
public:
    explicit Vault(VaultOptions options);

    /// `secret/orion/database` and `password`: the first part of the path is where the engine is mounted. Newest
    /// version.
    std::expected<Secret, std::string> read(std::string_view path, std::string_view field);

    /// Renews the token when half of its time is over; to be called every so often.
    std::expected<void, std::string> keep_alive();

private:
    struct Answer;
    using Clock = std::chrono::steady_clock;

    std::expected<Answer, std::string> request(const char* method, const std::string& path,
                                               const Secret& body = Secret{""});
    std::expected<void, std::string> log_in();
    std::expected<void, std::string> look_up_own_token();
    void adopt_lease(std::int64_t seconds, bool renewable);

    VaultOptions options_;
    std::optional<Secret> token_;
    bool renewable_ = false;
    std::optional<Clock::time_point> renew_at_;
};

}  // namespace orion::secrets
