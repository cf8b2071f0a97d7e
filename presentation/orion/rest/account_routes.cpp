#include "orion/rest/account_routes.hpp"

#include "orion/identity/new_account.hpp"
#include "orion/rest/account_json.hpp"
#include "orion/rest/client.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/responses.hpp"
#include "orion/rest/second_factor_routes.hpp"

#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

/// What is too long for the application's rules gets as far as them, to be told with the rest.
constexpr TextLimits as_typed{.min = 0, .max = 1000};

std::string typed(Fields& body, std::string_view name) {
    return body.text(name, Presence::required, as_typed).value_or("");
}

/// Whatever it says: what is wrong with it is no reason to refuse.
std::optional<std::string> any_text(Fields& body, const Call& call, std::string_view name) {
    const auto* member = call.body.if_contains(name);
    if (member == nullptr || !member->is_string()) return body.text(name, Presence::optional);
    body.ignore(name);
    return std::string{member->as_string()};
}

Outcome register_user(const AccountUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto email = typed(body, "email");
    Secret password{typed(body, "password")};
    auto name = typed(body, "name");
    body.refuse_the_rest();
    if (!errors.empty()) {
        // What cannot be read and what the rules refuse are told together.
        const auto refused = identity::parse_new_account(email, name, password, use.password_rules);
        if (!refused) {
            for (const auto& field : refused.error().fields) errors.add(field.field, field.code, field.message);
        }
        return std::unexpected{std::move(errors).to_error()};
    }
    ORION_TRY(const auto signed_in, use.register_user.execute({.email = std::move(email),
                                                               .password = std::move(password),
                                                               .name = std::move(name),
                                                               .client = client_of(call)}));
    auto response = json_response(201, signed_in_text(signed_in));
    response.headers.push_back(location("/me"));
    return response;
}

Outcome log_in(const AccountUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto email = typed(body, "email");
    Secret password{typed(body, "password")};
    auto shown = shown_factor(body);
    const auto cart_token = any_text(body, call, "cart_token");
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto signed_in, use.log_in.execute({.email = std::move(email),
                                                        .password = std::move(password),
                                                        .shown = std::move(shown),
                                                        .client = client_of(call)}));
    // Whatever is wrong with the cart, the customer is in.
    if (cart_token) (void)use.claim_cart.execute(signed_in.user.id, Secret{*cart_token});
    return json_response(200, signed_in_text(signed_in));
}

/// The only member of a body.
std::expected<Secret, Problem> secret_of(const Call& call, std::string_view name) {
    FieldErrors errors;
    Fields body{call.body, errors};
    // However long it is, it is a wrong one.
    auto text = body.text(name, Presence::required, {.max = 8192});
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return Secret{*std::move(text)};
}

Outcome refresh(identity::RefreshSession& refresh_session, const Call& call) {
    ORION_TRY(auto token, secret_of(call, "refresh_token"));
    ORION_TRY(const auto signed_in,
              refresh_session.execute({.refresh_token = std::move(token), .client = client_of(call)}));
    return json_response(200, signed_in_text(signed_in));
}

Outcome log_out(identity::LogOut& log_out, const Call& call) {
    ORION_TRY(const auto token, secret_of(call, "refresh_token"));
    ORION_CHECK(log_out.execute(token));
    return http::Response{204, {}, {}};
}

Outcome forgot_password(identity::RequestPasswordReset& request_password_reset, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto email = typed(body, "email");
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_CHECK(request_password_reset.execute(email));
    return http::Response{202, {}, {}};
}

Outcome reset_password(const AccountUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    Secret token{typed(body, "token")};
    Secret password{typed(body, "password")};
    body.refuse_the_rest();
    if (!errors.empty()) {
        use.password_rules.check(password, std::nullopt, "password", errors);
        return std::unexpected{std::move(errors).to_error()};
    }
    ORION_CHECK(use.reset_password.execute({.token = std::move(token), .password = std::move(password)}));
    return http::Response{204, {}, {}};
}

Outcome verify_email(identity::VerifyEmail& verify_email, const Call& call) {
    ORION_TRY(const auto token, secret_of(call, "token"));
    ORION_CHECK(verify_email.execute(token));
    return http::Response{204, {}, {}};
}

Outcome log_out_everywhere(identity::LogOutEverywhere& log_out_everywhere, const Call& call) {
    ORION_CHECK(log_out_everywhere.execute(call.person().user));
    return http::Response{204, {}, {}};
}

Route route(std::string_view pattern, Access access, Runs runs, Body body, std::function<Outcome(const Call&)> handler,
            Feature feature = nullptr) {
    return {.method = "POST",
            .pattern = pattern,
            .access = access,
            .handler = answering(std::move(handler)),
            .runs = runs,
            .body = body,
            .privacy = Privacy::personal,
            .traffic = Traffic::credentials,
            .feature = feature};
}

}  // namespace

std::vector<Route> account_routes(const AccountUseCases& use) {
    return {
        route(
            "/api/v1/auth/register", Access::anyone, Runs::in_password_pool, Body::required,
            [use](const Call& call) { return register_user(use, call); }, &Features::registration),
        route("/api/v1/auth/login", Access::anyone, Runs::in_password_pool, Body::required,
              [use](const Call& call) { return log_in(use, call); }),
        route("/api/v1/auth/refresh", Access::anyone, Runs::in_write_pool, Body::required,
              [use](const Call& call) { return refresh(use.refresh_session, call); }),
        route("/api/v1/auth/logout", Access::anyone, Runs::in_write_pool, Body::required,
              [use](const Call& call) { return log_out(use.log_out, call); }),
        route("/api/v1/auth/password/forgot", Access::anyone, Runs::in_write_pool, Body::required,
              [use](const Call& call) { return forgot_password(use.request_password_reset, call); }),
        route("/api/v1/auth/password/reset", Access::anyone, Runs::in_password_pool, Body::required,
              [use](const Call& call) { return reset_password(use, call); }),
        route("/api/v1/auth/email/verify", Access::anyone, Runs::in_write_pool, Body::required,
              [use](const Call& call) { return verify_email(use.verify_email, call); }),
        route("/api/v1/auth/logout-all", Access::any_user, Runs::in_write_pool, Body::none,
              [use](const Call& call) { return log_out_everywhere(use.log_out_everywhere, call); }),
        {.method = "GET",
         .pattern = "/.well-known/jwks.json",
         .access = Access::anyone,
         .handler = answering([use](const Call&) { return json_response(200, use.published_keys.key_set()); })},
    };
}

}  // namespace orion::rest
