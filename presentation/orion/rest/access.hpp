#pragma once

#include "orion/identity/api_key.hpp"
#include "orion/rest/caller.hpp"
#include "orion/rest/problem.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

struct Route;

/// Who may call a route: the only place where that is said. Every role may do what the ones before it may; zero is no
/// rule. Whether somebody owns a thing is for the use case to find out, and what is not his is 404.
enum class Access {
    anyone = 1,      ///< guests too
    owner,           ///< whose it is: a user, or a guest with the token of the thing
    owner_or_staff,  ///< as `owner`; staff sees everybody's
    any_user,        ///< with an account, even if he lacks the second factor that his role needs
    user,            ///< with an account; a thing named in the path must be his
    staff,
    manager,
    admin,
    key,  ///< a program with a scope for it, and nobody else
};

/// 401 for a guest where an account is needed, 403 for too small a role, or for somebody who lacks the second factor
/// that his role needs, but where guests may go or the rule is `any_user`. Where ownership decides, everybody gets as
/// far as the use case.
std::expected<void, Problem> permit(Access access, const Caller& caller);

/// As the route's rule has it for guests and people. A program gets where a guest gets, and where its key has the
/// route's scope; 403 for everything else.
std::expected<void, Problem> permit(const Route& route, const Caller& caller);

/// What a program's key needs for a route that is not for everybody; nothing: no key opens it. By what the route is
/// about: `orders:read` for every GET of orders that staff may make.
std::optional<identity::Scope> scope_of(const Route& route);

/// Who is named as `x-roles` in the API's description: of `guest`, `owner`, `customer`, `staff`, `manager`, `admin`.
std::vector<std::string_view> roles_of(Access access);

/// For docs/permissions.md: every route with what each role gets.
std::string render_permissions(const std::vector<Route>& routes);

}  // namespace orion::rest
