#pragma once

#include "orion/kernel/result.hpp"

#include <array>
#include <string_view>

namespace orion::identity {

/// What a person may do in the shop. Each may do what the ones before it may.
enum class Role {
    customer,  ///< buys
    staff,     ///< sees and fulfils orders, adjusts stock
    manager,   ///< also edits the catalogue, refunds, sees the figures
    admin,     ///< also users, keys, dead letters, settings
};

inline constexpr std::array roles{Role::customer, Role::staff, Role::manager, Role::admin};

/// Its name in the API: `customer`.
std::string_view role_name(Role role);

/// `invalid` / `unknown_role`
Result<Role> parse_role(std::string_view name);

}  // namespace orion::identity
