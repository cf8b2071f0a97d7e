#include "orion/security/openssl_digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

namespace orion::security {

std::string OpensslDigest::sha256(std::string_view text) const {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"SHA-256 is not available"};
    std::string hex;
    for (const auto byte : std::span{bytes}.first(length)) {
        hex += digits[byte >> 4];
        hex += digits[byte & 0x0f];
    }
    return hex;
}

}  // namespace orion::security
