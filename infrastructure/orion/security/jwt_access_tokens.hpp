#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/security/signing_keys.hpp"
#include "orion/security/verified_tokens.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace orion::security {

struct AccessTokenForm {
    std::string issuer;               ///< `iss`; nothing that JSON would have to escape
    std::string audience;             ///< `aud`; likewise
    std::chrono::seconds leeway{30};  ///< between the clocks of two hosts
    std::size_t remembered = 8192;    ///< tokens whose signature is not checked twice; 0: none
};

/// JSON Web Tokens as RFC 9068 profiles them (`typ: at+jwt`), signed with ES256.
///
/// Nothing in a token chooses how it is verified: its `kid` names a key of the shop, and the key knows its one
/// algorithm. The header has exactly `alg`, `kid` and `typ`.
class JwtAccessTokens : public identity::AccessTokens {
public:
    static constexpr std::size_t max_bytes = 4096;

    struct Ports {
        SigningKeys& keys;
        const Clock& clock;
        IdGenerator& ids;
    };
    JwtAccessTokens(AccessTokenForm form, Ports ports);

    Result<Secret> issue(const identity::AccessClaims& claims) override;
    Result<identity::AccessClaims> verify(std::string_view token) const override;

private:
    std::optional<identity::AccessClaims> read(std::string_view token) const;
    std::optional<identity::AccessClaims> claims_of(std::string_view payload) const;

    const AccessTokenForm form_;
    const Ports ports_;
    mutable VerifiedTokens verified_;
};

}  // namespace orion::security
