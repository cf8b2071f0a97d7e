#include "orion/rest/account_json.hpp"

#include "orion/rest/json_writer.hpp"

#include <utility>

namespace orion::rest {
namespace {

void write_user(JsonWriter& json, const identity::UserView& user) {
    json.begin_object();
    json.member("id", user.id.to_string());
    json.member("email", user.email);
    json.member("name", user.name);
    if (user.phone) json.member("phone", *user.phone);
    if (user.locale) json.member("locale", *user.locale);
    json.member("role", identity::role_name(user.role));
    json.key("email_verified");
    json.boolean(user.email_verified);
    json.member("created_at", user.created_at);
    json.end_object();
}

}  // namespace

std::string user_text(const identity::UserView& user) {
    JsonWriter json;
    write_user(json, user);
    return std::move(json).text();
}

std::string signed_in_text(const identity::SignedIn& signed_in) {
    JsonWriter json;
    json.begin_object();
    json.key("user");
    write_user(json, signed_in.user);
    json.member("access_token", signed_in.access_token.expose());
    json.member("refresh_token", signed_in.refresh_token.expose());
    json.member("token_type", "Bearer");
    json.member("expires_in", signed_in.expires_in.count());
    json.end_object();
    return std::move(json).text();
}

}  // namespace orion::rest
