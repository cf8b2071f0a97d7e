#include "orion/identity/get_profile.hpp"

namespace orion::identity {

Result<UserView> GetProfile::execute(UserId user) {
    ORION_TRY(const auto found, queries_.find(user));
    if (!found) return user_not_found();
    return to_view(*found);
}

}  // namespace orion::identity
