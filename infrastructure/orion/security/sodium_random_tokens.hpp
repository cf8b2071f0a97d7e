#pragma once

#include "orion/ports/random_tokens.hpp"

namespace orion::security {

/// From the system's random numbers, through libsodium.
class SodiumRandomTokens : public RandomTokens {
public:
    SodiumRandomTokens();
    Secret next() override;
};

}  // namespace orion::security
