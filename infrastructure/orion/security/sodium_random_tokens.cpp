#include "orion/security/sodium_random_tokens.hpp"

#include "orion/kernel/result.hpp"
#include "orion/security/base64url.hpp"

#include <sodium.h>

#include <cstddef>
#include <string>

namespace orion::security {

SodiumRandomTokens::SodiumRandomTokens() { contract(sodium_init() >= 0, "libsodium starts"); }

Secret SodiumRandomTokens::next() {
    static constexpr std::size_t token_bytes = 32;
    const Secret bytes = [] {
        std::string text(token_bytes, '\0');
        randombytes_buf(text.data(), text.size());
        return Secret{std::move(text)};
    }();
    return Secret{to_base64url(bytes.expose())};
}

}  // namespace orion::security
