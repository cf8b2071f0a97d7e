#include "orion/rest/json_document.hpp"

#include "integration/rest/openapi_checks.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace orion;
using orion::test::header;
using Headers = std::vector<http::Header>;

namespace {

const std::string registration =
    R"({"email":"zoe@example.com","password":"a long enough password","name":"Zoë Miller"})";
const std::string credentials = R"({"email":"zoe@example.com","password":"a long enough password"})";

/// Asks the shop and holds every answer against the published description.
struct Member {
    test::RestShop shop;
    test::OpenapiChecks description;

    http::Response ask(const std::string& method, const std::string& target, Headers headers = {},
                       std::string body = {}) {
        if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
        auto response = shop.client().ask(method, target, std::move(headers), std::move(body));
        CAPTURE(response.body);
        CHECK(description.fault_of(method, target, response) == "");
        CHECK(header(response, "Cache-Control") == "no-store");
        return response;
    }
    http::Response auth(const std::string& what, std::string body) {
        return ask("POST", "/api/v1/auth/" + what, {{"User-Agent", "Firefox"}}, std::move(body));
    }
    /// The code of a problem, or the status of a success.
    std::string outcome(const http::Response& response) {
        return response.status < 400 ? std::to_string(response.status)
                                     : std::string{rest::parse_object(response.body)->at("code").as_string()};
    }
    Headers bearer(const http::Response& signed_in) { return {{"Authorization", "Bearer " + token(signed_in)}}; }
    static std::string token(const http::Response& signed_in, std::string_view name = "access_token") {
        return std::string{rest::parse_object(signed_in.body)->at(name).as_string()};
    }
    static std::string refresh_body(const http::Response& signed_in) {
        return R"({"refresh_token":")" + token(signed_in, "refresh_token") + R"("})";
    }
};

/// `email:malformed_email password:too_short`
std::string faults(const http::Response& response) {
    std::set<std::string> named;
    const auto problem = *rest::parse_object(response.body);
    for (const auto& each : problem.at("errors").as_array())
        named.insert(std::string{each.at("field").as_string()} + ':' + std::string{each.at("code").as_string()});
    std::string text;
    for (const auto& each : named) text += (text.empty() ? "" : " ") + each;
    return text;
}

}  // namespace

TEST_SUITE("rest/account_routes") {
    TEST_CASE("somebody registers, and is logged in as a customer") {
        Member zoe;

        const auto registered = zoe.auth("register", registration);

        REQUIRE(registered.status == 201);
        CHECK(header(registered, "Location") == "/api/v1/me");
        CHECK(registered.body.contains(R"("role":"customer","email_verified":false)"));
        CHECK(registered.body.contains(R"("token_type":"Bearer","expires_in":600)"));
        CHECK_FALSE(registered.body.contains("password"));
        CHECK(zoe.outcome(zoe.ask("POST", "/api/v1/auth/logout-all", zoe.bearer(registered))) == "204");
    }

    TEST_CASE("nobody chooses a role, a state or an id of their own") {
        Member zoe;

        for (const auto* member : {R"("role":"admin")", R"("email_verified":true)", R"("state":"active")",
                                   R"("id":"019c13f2-7a00-7000-8000-0000000000e1")", R"("account_version":7)"}) {
            auto body = registration;
            body.insert(1, std::string{member} + ',');
            const auto refused = zoe.auth("register", body);
            CHECK(refused.status == 422);
            CHECK(zoe.outcome(refused) == "unknown_field");
        }
        CHECK(zoe.shop.accounts.identity.state().users.empty());
    }

    TEST_CASE("every bad field of a registration is named at once") {
        Member zoe;

        CHECK(faults(zoe.auth("register", R"({"email":"zoe","password":"short","role":"admin"})")) ==
              "email:malformed_email name:required password:too_short role:unknown_field");
        CHECK(faults(zoe.auth("register", R"({"email":7,"password":["x"],"name":" "})")) ==
              "email:wrong_type name:required password:wrong_type");
        CHECK(faults(zoe.auth("register", R"({"email":"a@example.com","password":"correct horse battery staple",)"
                                          R"("name":"A"})")) == "password:breached_password");
    }

    TEST_CASE("an address has one account, however it is written") {
        Member zoe;
        zoe.auth("register", registration);

        const auto again =
            zoe.auth("register", R"({"email":"ZOE@Example.com","password":"a long enough password","name":"Z"})");

        CHECK(again.status == 409);
        CHECK(zoe.outcome(again) == "email_taken");
    }

    TEST_CASE("who has no account and who mistypes a password are told the same") {
        Member zoe;
        zoe.auth("register", registration);

        const auto wrong = zoe.auth("login", R"({"email":"zoe@example.com","password":"a wrong password"})");
        const auto unknown = zoe.auth("login", R"({"email":"max@example.com","password":"a wrong password"})");
        const auto malformed = zoe.auth("login", R"({"email":"max","password":"p"})");

        CHECK(wrong.status == 401);
        CHECK(zoe.outcome(wrong) == "invalid_credentials");
        const auto told = [](const http::Response& response) {
            auto problem = *rest::parse_object(response.body);
            problem.erase("correlation_id");
            return boost::json::serialize(problem);
        };
        CHECK(told(unknown) == told(wrong));
        CHECK(told(malformed) == told(wrong));
        CHECK(header(wrong, "WWW-Authenticate") == "Bearer");
        CHECK(zoe.shop.accounts.hasher.matches == 3);
    }

    TEST_CASE("guessing takes longer and longer, and says how long") {
        Member zoe;
        zoe.auth("register", registration);
        http::Response last;
        for (int i = 0; i < 7; ++i)
            last = zoe.auth("login", R"({"email":"zoe@example.com","password":"a wrong password"})");

        CHECK(last.status == 429);
        CHECK(zoe.outcome(last) == "too_many_attempts");
        CHECK(std::stoi(header(last, "Retry-After")) >= 1);
    }

    TEST_CASE("a refresh token works once, and shown again ends its session") {
        Member zoe;
        const auto first = zoe.auth("register", registration);
        const auto second = zoe.auth("refresh", Member::refresh_body(first));
        REQUIRE(second.status == 200);
        const auto third = zoe.auth("refresh", Member::refresh_body(second));
        REQUIRE(third.status == 200);

        CHECK(zoe.outcome(zoe.auth("refresh", Member::refresh_body(first))) == "refresh_token_reused");

        CHECK(zoe.outcome(zoe.auth("refresh", Member::refresh_body(third))) == "invalid_refresh_token");
        zoe.shop.accounts.forget();
        CHECK(zoe.outcome(zoe.ask("POST", "/api/v1/auth/logout-all", zoe.bearer(third))) == "token_revoked");
    }

    TEST_CASE("logging out ends one session, and logging out everywhere all of them") {
        Member zoe;
        const auto here = zoe.auth("register", registration);
        const auto there = zoe.auth("login", credentials);

        CHECK(zoe.outcome(zoe.auth("logout", Member::refresh_body(there))) == "204");
        CHECK(zoe.outcome(zoe.auth("logout", Member::refresh_body(there))) == "204");
        CHECK(zoe.outcome(zoe.auth("refresh", Member::refresh_body(there))) == "invalid_refresh_token");
        CHECK(zoe.outcome(zoe.ask("POST", "/api/v1/auth/logout-all")) == "authentication_required");
        CHECK(zoe.outcome(zoe.ask("POST", "/api/v1/auth/logout-all", zoe.bearer(here))) == "204");
        zoe.shop.accounts.forget();
        CHECK(zoe.outcome(zoe.ask("POST", "/api/v1/auth/logout-all", zoe.bearer(here))) == "token_revoked");
        CHECK(zoe.outcome(zoe.auth("refresh", Member::refresh_body(here))) == "invalid_refresh_token");
    }

    TEST_CASE("a role that was taken away is gone at once, whatever a token says") {
        Member shop;
        const auto staff = shop.shop.sign_in(identity::Role::staff);
        const Headers mine{{"Authorization", "Bearer " + std::string{staff.access_token.expose()}}};

        shop.shop.accounts.change(staff.user.id,
                                  [](identity::User& user) { user.change_role(identity::Role::customer); });

        CHECK(shop.outcome(shop.ask("POST", "/api/v1/auth/logout-all", mine)) == "token_revoked");
    }
}
