#pragma once

#include "orion/identity/change_role.hpp"
#include "orion/identity/disable_user.hpp"
#include "orion/identity/get_profile.hpp"
#include "orion/identity/list_users.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which admins look after accounts. All of it outlives them.
struct UserAdminUseCases {
    identity::ListUsers& list_users;
    identity::GetProfile& get_profile;
    identity::ChangeRole& change_role;
    identity::DisableUser& disable_user;
};

/// `/api/v1/admin/users…`
std::vector<Route> user_admin_routes(const UserAdminUseCases& use);

}  // namespace orion::rest
