#include "orion/rest/api_key_routes.hpp"

#include "orion/rest/fields.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <boost/json/array.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

using identity::ApiKeyId;

constexpr std::size_t max_token_bytes = 4096;

void write_time(JsonWriter& json, std::string_view name, const std::optional<Instant>& time) {
    json.key(name);
    time ? json.text(to_rfc3339(*time)) : json.null();
}

/// Without its end, so that the key itself can follow.
void begin_key(JsonWriter& json, const identity::ApiKeyView& key) {
    json.begin_object();
    json.member("id", key.id.to_string());
    json.member("name", key.name);
    json.key("scopes");
    json.begin_array();
    for (const auto scope : key.scopes) json.text(scope_name(scope));
    json.end_array();
    json.member("created_at", key.created_at);
    write_time(json, "expires_at", key.expires_at);
    write_time(json, "last_used_at", key.last_used_at);
}

std::optional<ApiKeyId> cursor_of(QueryFields& fields, FieldErrors& errors) {
    const auto text = fields.text("cursor");
    if (!text) return std::nullopt;
    if (auto after = ApiKeyId::parse(*text)) return *after;
    errors.add("cursor", "invalid_cursor", "This is no cursor of this list.");
    return std::nullopt;
}

Outcome list_keys(const ApiKeyUseCases& use, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto limit = fields.page_limit();
    const auto after = cursor_of(fields, errors);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    ORION_TRY(const auto page, use.list_api_keys.execute({.after = after, .limit = limit}));
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& key : page.items) {
        begin_key(json, key);
        json.end_object();
    }
    json.end_array();
    json.key("next_cursor");
    page.next ? json.text(page.next->to_string()) : json.null();
    json.end_object();
    return json_response(200, std::move(json).text());
}

identity::Scopes read_scopes(const boost::json::object& body, FieldErrors& errors) {
    identity::Scopes scopes;
    const auto* const member = body.if_contains("scopes");
    const auto* const list = member == nullptr ? nullptr : member->if_array();
    if (list == nullptr) {
        if (member == nullptr)
            errors.add("scopes", "required", "A key without a scope opens nothing.");
        else
            errors.add("scopes", "wrong_type", "Scopes are a list of texts.");
        return scopes;
    }
    if (list->size() > identity::scopes.size()) {
        errors.add("scopes", "out_of_range", "There are not so many scopes.");
        return scopes;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto path = "scopes[" + std::to_string(i) + "]";
        const auto* const name = (*list)[i].if_string();
        if (name == nullptr)
            errors.add(path, "wrong_type", "A scope is a text.");
        else if (const auto scope = errors.take(path, identity::parse_scope(std::string_view{*name})))
            scopes.insert(*scope);
    }
    return scopes;
}

Result<Instant> parse_time(std::string_view text) {
    if (const auto time = parse_rfc3339(text)) return *time;
    return fail(ErrorKind::invalid, "malformed_time", "A time is written as 2026-01-31T09:30:00.000Z.");
}

Outcome create_key(const ApiKeyUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto name = body.text("name", Presence::required, {.max = identity::CreateApiKey::max_name_bytes});
    body.ignore("scopes");
    auto scopes = read_scopes(call.body, errors);
    const auto expires_at = body.parsed("expires_at", Presence::optional, parse_time);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(
        const auto created,
        use.create_api_key.execute({.name = *std::move(name), .scopes = std::move(scopes), .expires_at = expires_at}));
    JsonWriter json;
    begin_key(json, created.view);
    json.member("key", created.key.expose());
    json.end_object();
    return json_response(201, std::move(json).text());
}

Outcome revoke_key(const ApiKeyUseCases& use, const Call& call) {
    ORION_TRY(const auto id, call.id<ApiKeyId>("id", "api_key_not_found"));
    ORION_CHECK(use.revoke_api_key.execute(id));
    return http::Response{204, {}, {}};
}

/// In the words of RFC 7662.
Outcome validate_token(const ApiKeyUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto token = body.text("token", Presence::required, {.max = max_token_bytes});
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto claims, use.validate_token.execute(*token));
    JsonWriter json;
    json.begin_object();
    json.key("active");
    json.boolean(claims.has_value());
    if (claims) {
        json.member("sub", claims->user.to_string());
        json.member("role", role_name(claims->role));
        json.member(
            "exp",
            std::int64_t{std::chrono::floor<std::chrono::seconds>(claims->expires_at).time_since_epoch().count()});
    }
    json.end_object();
    return json_response(200, std::move(json).text());
}

using Handler = Outcome (*)(const ApiKeyUseCases&, const Call&);

Route route(const ApiKeyUseCases& use, std::string_view method, std::string_view pattern, Access access,
            Handler handler) {
    return {.method = method,
            .pattern = pattern,
            .access = access,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = access == Access::admin && method != "GET" ? Runs::in_write_pool : Runs::on_http_thread,
            .body = method == "POST" ? Body::required : Body::none,
            .privacy = Privacy::personal};
}

}  // namespace

std::vector<Route> api_key_routes(const ApiKeyUseCases& use) {
    auto list = route(use, "GET", "/api/v1/admin/api-keys", Access::admin, list_keys);
    list.query = {"limit", "cursor"};
    return {
        std::move(list),
        route(use, "POST", "/api/v1/admin/api-keys", Access::admin, create_key),
        route(use, "DELETE", "/api/v1/admin/api-keys/{id}", Access::admin, revoke_key),
        route(use, "POST", "/api/v1/auth/validate", Access::key, validate_token),
    };
}

}  // namespace orion::rest
