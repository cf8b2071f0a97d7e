#include "orion/identity/validate_token.hpp"

namespace orion::identity {

Result<std::optional<AccessClaims>> ValidateToken::execute(std::string_view token) {
    const auto claims = tokens_.verify(token);
    if (!claims) return std::nullopt;
    const auto access = check_.execute(*claims);
    if (!access) {
        if (access.error().kind == ErrorKind::unauthenticated) return std::nullopt;
        return std::unexpected{access.error()};
    }
    if (access->lacks_second_factor) return std::nullopt;
    return *claims;
}

}  // namespace orion::identity
