#pragma once

#include "orion/kernel/secret.hpp"

namespace orion {

/// Tokens that nobody can guess: 256 random bits as 43 characters of base64url. Thread-safe.
class RandomTokens {
public:
    virtual ~RandomTokens() = default;
    virtual Secret next() = 0;
};

}  // namespace orion
