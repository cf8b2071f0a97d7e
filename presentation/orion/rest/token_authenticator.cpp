#include "orion/rest/token_authenticator.hpp"

namespace orion::rest {

Result<void> TokenAuthenticator::verify(std::string_view token) const {
    ORION_CHECK(tokens_.verify(token));
    return {};
}

Result<SignedIn> TokenAuthenticator::find(std::string_view token) {
    ORION_TRY(const auto claims, tokens_.verify(token));
    ORION_TRY(const auto access, check_.execute(claims));
    return SignedIn{.user = claims.user,
                    .session = claims.session,
                    .role = claims.role,
                    .lacks_second_factor = access.lacks_second_factor};
}

Result<identity::KeyHolder> TokenAuthenticator::find_key(std::string_view key, const std::string& client) {
    return keys_.execute(key, client);
}

}  // namespace orion::rest
