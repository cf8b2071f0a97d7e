#pragma once

#include "orion/kernel/instant.hpp"
#include "orion/kernel/secret.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace orion::security {

/// A key pair for one algorithm, ES256 (RFC 7518): ECDSA on P-256 with SHA-256. A copy shares the key. Thread-safe.
class SigningKey {
public:
    static constexpr std::string_view algorithm = "ES256";

    static SigningKey generate(Instant signs_from);
    /// What `private_jwk` writes; nothing for any other text, or if the two halves are no pair.
    static std::optional<SigningKey> parse(std::string_view private_jwk);

    SigningKey(const SigningKey& other);
    SigningKey(SigningKey&& other) noexcept;
    SigningKey& operator=(SigningKey other) noexcept;
    ~SigningKey();

    /// RFC 7638: the thumbprint of the public half, so no two keys have the same.
    const std::string& id() const { return id_; }
    /// In whole seconds. Before, others may learn of it, but it signs nothing.
    Instant signs_from() const { return signs_from_; }

    /// 64 bytes.
    std::string sign(std::string_view text) const;
    bool verify(std::string_view text, std::string_view signature) const;

    std::string public_jwk() const;
    Secret private_jwk() const;

private:
    struct FreePair {
        void operator()(void* pair) const;
    };
    using Pair = std::unique_ptr<void, FreePair>;
    SigningKey(Pair pair, Instant signs_from);

    Pair pair_;
    std::string x_;  ///< the public point, as base64url
    std::string y_;
    std::string id_;
    Instant signs_from_;
};

}  // namespace orion::security
