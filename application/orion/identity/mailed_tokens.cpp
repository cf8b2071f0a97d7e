#include "orion/identity/mailed_tokens.hpp"

#include <utility>

namespace orion::identity {

std::unexpected<Error> unknown_token() {
    FieldErrors errors;
    errors.add("token", "unknown_token", "This token was used, has expired or was never sent.");
    return std::unexpected{std::move(errors).to_error()};
}

bool is_good(const std::optional<ActionToken>& token, Purpose purpose, Instant now) {
    return token && token->purpose == purpose && now < token->expires_at;
}

}  // namespace orion::identity
