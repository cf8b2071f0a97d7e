#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/check_access.hpp"

#include <optional>
#include <string_view>

namespace orion::identity {

/// For another service that was given an access token: what it says, if it works now and its owner lacks no second
/// factor; nothing for any other text. `unavailable` when that cannot be found out.
class ValidateToken {
public:
    ValidateToken(const AccessTokens& tokens, CheckAccess& check) : tokens_{tokens}, check_{check} {}
    Result<std::optional<AccessClaims>> execute(std::string_view token);

private:
    const AccessTokens& tokens_;
    CheckAccess& check_;
};

}  // namespace orion::identity
