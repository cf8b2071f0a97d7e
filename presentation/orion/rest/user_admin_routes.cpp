#include "orion/rest/user_admin_routes.hpp"

#include "orion/rest/account_json.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

template <class T>
std::optional<T> parsed(QueryFields& fields, FieldErrors& errors, std::string_view name,
                        Result<T> (*parse)(std::string_view)) {
    const auto text = fields.text(name);
    if (!text) return std::nullopt;
    return errors.take(std::string{name}, parse(*text));
}

std::optional<UserId> cursor_of(QueryFields& fields, FieldErrors& errors) {
    const auto text = fields.text("cursor");
    if (!text) return std::nullopt;
    if (auto after = UserId::parse(*text)) return *after;
    errors.add("cursor", "invalid_cursor", "This is no cursor of this list.");
    return std::nullopt;
}

Outcome list_users(const UserAdminUseCases& use, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto limit = fields.page_limit();
    identity::ListUsersQuery query{.filter = {.role = parsed(fields, errors, "role", identity::parse_role),
                                              .state = parsed(fields, errors, "state", identity::parse_account_state),
                                              .email = parsed(fields, errors, "email", Email::parse)},
                                   .after = cursor_of(fields, errors)};
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    query.limit = limit;

    ORION_TRY(const auto page, use.list_users.execute(query));
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& user : page.items) write_account(json, user);
    json.end_array();
    json.key("next_cursor");
    page.next ? json.text(page.next->to_string()) : json.null();
    json.end_object();
    return json_response(200, std::move(json).text());
}

Outcome show(const Call& call, const identity::UserView& user) {
    JsonWriter json;
    write_account(json, user);
    return versioned_response(call, 200, std::move(json).text(), user.version);
}

std::expected<UserId, Problem> user_of(const Call& call) { return call.id<UserId>("id", "user_not_found"); }

Outcome get_user(const UserAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, user_of(call));
    ORION_TRY(const auto user, use.get_profile.execute(id));
    return show(call, user);
}

Outcome change_role(const UserAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, user_of(call));
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto role = body.parsed("role", Presence::required, identity::parse_role);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto user,
              use.change_role.execute({.user = id, .role = *role, .expected = expected_versions_of(call.request)}));
    return show(call, user);
}

Outcome disable(const UserAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, user_of(call));
    ORION_TRY(const auto user,
              use.disable_user.execute(
                  {.user = id, .by = call.person().user, .expected = expected_versions_of(call.request)}));
    return show(call, user);
}

using Handler = Outcome (*)(const UserAdminUseCases&, const Call&);

Route route(const UserAdminUseCases& use, std::string_view method, std::string_view pattern, Handler handler) {
    return {.method = method,
            .pattern = pattern,
            .access = Access::admin,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = method == "GET" ? Runs::on_http_thread : Runs::in_write_pool,
            .body = method == "PUT" ? Body::required : Body::none,
            .privacy = Privacy::personal};
}

}  // namespace

std::vector<Route> user_admin_routes(const UserAdminUseCases& use) {
    auto list = route(use, "GET", "/api/v1/admin/users", list_users);
    list.query = {"role", "state", "email", "limit", "cursor"};
    return {
        std::move(list),
        route(use, "GET", "/api/v1/admin/users/{id}", get_user),
        route(use, "PUT", "/api/v1/admin/users/{id}/role", change_role),
        route(use, "POST", "/api/v1/admin/users/{id}/disable", disable),
    };
}

}  // namespace orion::rest
