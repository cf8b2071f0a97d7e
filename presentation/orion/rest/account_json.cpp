#include "orion/rest/account_json.hpp"

#include "orion/rest/address_json.hpp"

#include <cstdint>
#include <utility>

namespace orion::rest {
namespace {

void write_members(JsonWriter& json, const identity::UserView& user) {
    json.member("id", user.id.to_string());
    json.member("email", user.email);
    json.member("name", user.name);
    if (user.phone) json.member("phone", *user.phone);
    if (user.locale) json.member("locale", *user.locale);
    json.member("role", identity::role_name(user.role));
    json.key("email_verified");
    json.boolean(user.email_verified);
    json.key("second_factor");
    json.boolean(user.has_second_factor);
    json.member("created_at", user.created_at);
}

void write_user(JsonWriter& json, const identity::UserView& user) {
    json.begin_object();
    write_members(json, user);
    json.end_object();
}

}  // namespace

std::string user_text(const identity::UserView& user) {
    JsonWriter json;
    write_user(json, user);
    return std::move(json).text();
}

void write_account(JsonWriter& json, const identity::UserView& user) {
    json.begin_object();
    write_members(json, user);
    json.member("state", identity::state_name(user.state));
    json.member("version", user.version);
    json.end_object();
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

void write_sessions(JsonWriter& json, std::string_view name, const std::vector<identity::SessionSnapshot>& sessions,
                    SessionId current) {
    json.key(name);
    json.begin_array();
    for (const auto& session : sessions) {
        json.begin_object();
        json.member("id", session.id.to_string());
        json.member("device", session.device);
        json.member("address", session.address);
        json.member("created_at", session.created_at);
        json.member("last_used_at", session.last_used_at);
        json.member("expires_at", session.expires_at);
        json.key("current");
        json.boolean(session.id == current);
        json.end_object();
    }
    json.end_array();
}

void write_saved_address(JsonWriter& json, const identity::SavedAddress& saved) {
    json.begin_object();
    json.member("id", saved.id.to_string());
    write_address(json, saved.address.fields());
    json.end_object();
}

std::string record_text(const identity::PersonalRecord& record, SessionId current) {
    JsonWriter json;
    json.begin_object();
    json.key("user");
    write_user(json, record.user);
    json.key("addresses");
    json.begin_array();
    for (const auto& address : record.addresses) write_saved_address(json, address);
    json.end_array();
    write_sessions(json, "sessions", record.sessions, current);
    if (record.second_factor) {
        json.key("second_factor");
        json.begin_object();
        json.member("on_since", record.second_factor->on_since);
        json.member("recovery_codes_left", static_cast<std::int64_t>(record.second_factor->recovery_codes_left));
        json.end_object();
    }
    json.end_object();
    return std::move(json).text();
}

}  // namespace orion::rest
