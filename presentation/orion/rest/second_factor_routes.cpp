#include "orion/rest/second_factor_routes.hpp"

#include "orion/rest/json_writer.hpp"
#include "orion/rest/responses.hpp"

#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

constexpr TextLimits as_typed{.min = 0, .max = 1000};

std::optional<Secret> secret_in(Fields& body, std::string_view name, Presence presence = Presence::optional) {
    auto text = body.text(name, presence, as_typed);
    if (!text) return std::nullopt;
    return Secret{*std::move(text)};
}

Outcome start(const SecondFactorUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto password = secret_in(body, "current_password", Presence::required);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto pairing,
              use.start.execute({.user = call.person().user, .current_password = *std::move(password)}));
    JsonWriter json;
    json.begin_object();
    json.member("secret", pairing.secret.expose());
    json.member("otpauth_uri", pairing.uri.expose());
    json.end_object();
    return json_response(200, std::move(json).text());
}

Outcome confirm(const SecondFactorUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto code = secret_in(body, "code", Presence::required);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto codes, use.confirm.execute({.user = call.person().user, .code = *std::move(code)}));
    JsonWriter json;
    json.begin_object();
    json.key("recovery_codes");
    json.begin_array();
    for (const auto& each : codes) json.text(each.expose());
    json.end_array();
    json.end_object();
    return json_response(200, std::move(json).text());
}

Outcome remove(const SecondFactorUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto password = secret_in(body, "current_password", Presence::required);
    auto shown = shown_factor(body);
    body.refuse_the_rest();
    if (shown.is_nothing()) errors.add("code", "required", "Show the code of your app, or a recovery code.");
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_CHECK(use.remove.execute(
        {.user = call.person().user, .current_password = *std::move(password), .shown = std::move(shown)}));
    return http::Response{204, {}, {}};
}

using Handler = Outcome (*)(const SecondFactorUseCases&, const Call&);

Route route(const SecondFactorUseCases& use, std::string_view method, std::string_view pattern, Handler handler) {
    return {.method = method,
            .pattern = pattern,
            .access = Access::any_user,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = Runs::in_write_pool,
            .body = Body::required,
            .privacy = Privacy::personal,
            .traffic = Traffic::credentials};
}

}  // namespace

identity::ShownFactor shown_factor(Fields& body) {
    return {.code = secret_in(body, "code"), .recovery_code = secret_in(body, "recovery_code")};
}

std::vector<Route> second_factor_routes(const SecondFactorUseCases& use) {
    auto starting = route(use, "POST", "/api/v1/me/totp", start);
    starting.runs = Runs::in_password_pool;
    auto removing = route(use, "DELETE", "/api/v1/me/totp", remove);
    removing.runs = Runs::in_password_pool;
    return {starting, route(use, "POST", "/api/v1/me/totp/confirm", confirm), removing};
}

}  // namespace orion::rest
