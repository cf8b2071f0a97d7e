#include "orion/security/totp.hpp"

#include "orion/kernel/result.hpp"

#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <span>

namespace orion::security {
namespace {

constexpr std::size_t sha1_bytes = 20;

}  // namespace

std::int64_t totp_step(Instant instant) {
    return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<30>>>(instant.time_since_epoch()).count();
}

std::string totp_code(const Secret& key, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * (counter.size() - 1 - i)));

    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    std::size_t length = 0;
    const auto* const made =
        EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, key.expose().data(), key.expose().size(), counter.data(),
                  counter.size(), hash.data(), hash.size(), &length);
    contract(made != nullptr && length == sha1_bytes, "OpenSSL computes HMAC-SHA-1");

    // RFC 4226, section 5.3: four bytes from where the last one says, without the sign.
    const auto from = hash[sha1_bytes - 1] & 0xfU;
    std::uint32_t number = 0;
    for (const auto byte : std::span{hash}.subspan(from, 4)) number = (number << 8U) | byte;
    auto code = std::to_string((number & 0x7fffffffU) % 1'000'000);
    return std::string(6 - code.size(), '0') + code;
}

}  // namespace orion::security
