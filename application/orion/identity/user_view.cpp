#include "orion/identity/user_view.hpp"

namespace orion::identity {

UserView to_view(const User& user) {
    const auto& state = user.snapshot();
    return {.id = state.id,
            .email = state.email.text(),
            .name = state.profile.name,
            .phone = state.profile.phone,
            .locale = state.profile.locale,
            .role = state.role,
            .email_verified = state.email_verified,
            .has_second_factor = user.has_second_factor(),
            .state = state.state,
            .created_at = state.created_at,
            .version = state.version};
}

std::unexpected<Error> user_not_found() {
    return fail(ErrorKind::not_found, "user_not_found", "There is no such user.");
}

}  // namespace orion::identity
