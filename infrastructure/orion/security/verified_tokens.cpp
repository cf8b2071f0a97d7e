#include "orion/security/verified_tokens.hpp"

#include "orion/kernel/result.hpp"

#include <openssl/evp.h>

#include <cstring>

namespace orion::security {

VerifiedTokens::Hash VerifiedTokens::hash(std::string_view token) {
    Hash bytes{};
    unsigned length = 0;
    contract(EVP_Digest(token.data(), token.size(), bytes.data(), &length, EVP_sha256(), nullptr) == 1,
             "OpenSSL computes SHA-256");
    return bytes;
}

std::size_t VerifiedTokens::index_of(const Hash& token) const {
    std::uint64_t number = 0;
    std::memcpy(&number, token.data(), sizeof number);
    return number % places_.size();
}

std::optional<identity::AccessClaims> VerifiedTokens::find(std::string_view token, std::uint64_t generation) {
    if (places_.empty()) return std::nullopt;
    const auto wanted = hash(token);
    const auto index = index_of(wanted);
    const std::lock_guard lock{mutex_of(index)};
    const auto& place = places_[index];
    return place.generation == generation && place.token == wanted ? place.claims : std::nullopt;
}

void VerifiedTokens::remember(std::string_view token, const identity::AccessClaims& claims, std::uint64_t generation) {
    if (places_.empty()) return;
    const auto wanted = hash(token);
    const auto index = index_of(wanted);
    const std::lock_guard lock{mutex_of(index)};
    places_[index] = {.token = wanted, .generation = generation, .claims = claims};
}

}  // namespace orion::security
