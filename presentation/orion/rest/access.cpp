#include "orion/rest/access.hpp"

#include "orion/rest/router.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace orion::rest {
namespace {

using identity::Role;
using identity::Scope;

constexpr std::array everybody{std::optional<Role>{}, std::optional{Role::customer}, std::optional{Role::staff},
                               std::optional{Role::manager}, std::optional{Role::admin}};

/// The smallest role that may call, whatever belongs to whom. Nothing where none is needed.
std::optional<Role> least_role(Access access) {
    switch (access) {
        case Access::anyone:
        case Access::owner:
        case Access::owner_or_staff:
            return std::nullopt;
        case Access::any_user:
        case Access::user:
            return Role::customer;
        case Access::staff:
            return Role::staff;
        case Access::manager:
            return Role::manager;
        case Access::admin:
            return Role::admin;
        case Access::key:
            return std::nullopt;
    }
    contract(false, "a route has no rule for who may call it");
    return std::nullopt;
}

/// What the programs of a shop work with, and whose work theirs is.
struct Area {
    std::string_view path;
    Role stands_for;
    Scope read;
    Scope write;
};
constexpr std::array areas{
    Area{"/api/v1/orders", Role::staff, Scope::orders_read, Scope::orders_write},
    Area{"/api/v1/admin/orders", Role::staff, Scope::orders_read, Scope::orders_write},
    Area{"/api/v1/admin/stock", Role::staff, Scope::stock_read, Scope::stock_write},
    Area{"/api/v1/admin/products", Role::manager, Scope::catalog_read, Scope::catalog_write},
    Area{"/api/v1/admin/categories", Role::manager, Scope::catalog_read, Scope::catalog_write},
    Area{"/api/v1/admin/catalog", Role::manager, Scope::catalog_read, Scope::catalog_write},
};

bool is_within(std::string_view pattern, std::string_view path) {
    return pattern == path || (pattern.starts_with(path) && pattern[path.size()] == '/');
}

/// For whom a program could stand on a route; nothing where it cannot.
std::optional<Role> staff_role(Access access) {
    switch (access) {
        case Access::owner_or_staff:
        case Access::staff:
            return Role::staff;
        case Access::manager:
            return Role::manager;
        default:
            return std::nullopt;
    }
}

std::string key_cell(const Route& route) {
    if (route.access == Access::anyone) return "yes";
    const auto scope = scope_of(route);
    return scope ? "`" + std::string{scope_name(*scope)} + "`" : "403";
}

bool needs_ownership(const Route& route, std::optional<Role> role) {
    switch (route.access) {
        case Access::owner:
            return true;
        case Access::owner_or_staff:
            return !role || *role < Role::staff;
        case Access::user:
            return route.pattern.contains('{');
        default:
            return false;
    }
}

Caller caller_in(std::optional<Role> role) {
    if (!role) return {};
    const Uuid nobody{};
    return {SignedIn{.user = UserId{nobody}, .session = SessionId{nobody}, .role = *role}};
}

std::string cell(const Route& route, std::optional<Role> role) {
    if (const auto permitted = permit(route.access, caller_in(role)); !permitted)
        return std::to_string(permitted.error().status);
    if (route.access == Access::any_user) return "yes*";
    return needs_ownership(route, role) ? "own" : "yes";
}

}  // namespace

std::expected<void, Problem> permit(Access access, const Caller& caller) {
    const auto least = least_role(access);
    if (access == Access::key) {
        if (caller.person) return refuse(403, "forbidden", "This is for programs with an API key.");
        return refuse(401, "authentication_required", "Please show an API key.");
    }
    const bool is_for_all = access == Access::anyone || access == Access::any_user;
    if (!is_for_all && caller.person && caller.person->lacks_second_factor)
        return refuse(403, "second_factor_enrolment_required",
                      "Your role needs a second factor: set one up with /me/totp first.");
    if (!least || (caller.person && caller.person->role >= *least)) return {};
    if (!caller.person) return refuse(401, "authentication_required", "Please log in first.");
    return refuse(403, "forbidden", "Your role does not allow this.");
}

std::expected<void, Problem> permit(const Route& route, const Caller& caller) {
    if (!caller.program) return permit(route.access, caller);
    if (route.access == Access::anyone) return {};
    const auto scope = scope_of(route);
    if (scope && caller.program->scopes.contains(*scope)) return {};
    return refuse(403, "forbidden", "This key does not allow this.");
}

std::optional<Scope> scope_of(const Route& route) {
    if (route.access == Access::key) return Scope::tokens_validate;
    const auto role = staff_role(route.access);
    const auto area =
        std::ranges::find_if(areas, [&](const Area& each) { return is_within(route.pattern, each.path); });
    if (!role || area == areas.end() || area->stands_for < *role) return std::nullopt;
    return route.method == "GET" ? area->read : area->write;
}

std::vector<std::string_view> roles_of(Access access) {
    std::vector<std::string_view> names;
    if (access == Access::owner || access == Access::owner_or_staff) names.emplace_back("owner");
    if (access == Access::owner || access == Access::key) return names;
    if (access == Access::anyone) names.emplace_back("guest");
    const auto least = access == Access::owner_or_staff ? Role::staff : least_role(access).value_or(Role::customer);
    for (const auto role : identity::roles) {
        if (role >= least) names.push_back(identity::role_name(role));
    }
    return names;
}

std::string render_permissions(const std::vector<Route>& routes) {
    std::string text =
        "# Who may call what\n\n"
        "Generated from the rules of the routes; a test keeps it current, and another one asks every route as every "
        "role.\n\n"
        "`yes`: may call. `own`: only for what is his own, which for a guest means: with the token of the cart or the "
        "order; what is somebody else's is 404, as if it did not exist. `401`: has to log in. `403`: may not. A bearer "
        "token that is malformed, forged or expired is 401 on every route, and one that was revoked on every route "
        "whose answer depends on who asks. With `auth.second_factor`, those who must have a second factor and have "
        "none "
        "get 403 `second_factor_enrolment_required` everywhere but where guests may call and where it says `*`. "
        "`key`: a program, by what scope its API key needs; a key that is unknown, revoked or expired is 401 on every "
        "route.\n\n"
        "| call | guest | customer | staff | manager | admin | key |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
    std::vector<const Route*> sorted;
    for (const auto& route : routes) sorted.push_back(&route);
    std::ranges::stable_sort(sorted, {}, &Route::pattern);
    for (const auto* route : sorted) {
        text.append("| `").append(route->method).append(" ").append(route->pattern).append("` |");
        for (const auto role : everybody) text.append(" ").append(cell(*route, role)).append(" |");
        text.append(" ").append(key_cell(*route)).append(" |\n");
    }
    return text;
}

}  // namespace orion::rest
