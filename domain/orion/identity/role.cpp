#include "orion/identity/role.hpp"

#include <algorithm>
#include <cstddef>

namespace orion::identity {
namespace {

constexpr std::array<std::string_view, roles.size()> names{"customer", "staff", "manager", "admin"};

}  // namespace

std::string_view role_name(Role role) { return names.at(static_cast<std::size_t>(role)); }

Result<Role> parse_role(std::string_view name) {
    const auto* const found = std::ranges::find(names, name);
    if (found != names.end()) return roles.at(static_cast<std::size_t>(found - names.begin()));
    return fail(ErrorKind::invalid, "unknown_role", "A role is customer, staff, manager or admin.");
}

}  // namespace orion::identity
