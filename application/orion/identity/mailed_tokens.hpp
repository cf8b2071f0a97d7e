#pragma once

#include "orion/identity/action_token.hpp"
#include "orion/identity/user.hpp"
#include "orion/kernel/result.hpp"

#include <optional>

namespace orion::identity {

/// Of the field `token`: `unknown_token`
std::unexpected<Error> unknown_token();

/// Whether a token that was found is good for `purpose` now.
bool is_good(const std::optional<ActionToken>& token, Purpose purpose, Instant now);

}  // namespace orion::identity
