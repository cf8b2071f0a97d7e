#pragma once

#include "orion/identity/access_tokens.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace orion::security {

/// What tokens say whose signature was found right, so that it need not be checked again while the keys are the same:
/// a signature takes as long as everything else about a small request. Knows a token by its SHA-256 and forgets one
/// when another needs its place. Thread-safe.
class VerifiedTokens {
public:
    explicit VerifiedTokens(std::size_t places) : places_(places) {}

    /// Nothing if it was not remembered under this generation of keys.
    std::optional<identity::AccessClaims> find(std::string_view token, std::uint64_t generation);
    void remember(std::string_view token, const identity::AccessClaims& claims, std::uint64_t generation);

private:
    using Hash = std::array<unsigned char, 32>;
    struct Place {
        Hash token{};
        std::uint64_t generation = 0;
        std::optional<identity::AccessClaims> claims;
    };
    static Hash hash(std::string_view token);
    std::size_t index_of(const Hash& token) const;
    std::mutex& mutex_of(std::size_t index) { return mutexes_.at(index % mutexes_.size()); }

    std::vector<Place> places_;
    std::array<std::mutex, 64> mutexes_;
};

}  // namespace orion::security
