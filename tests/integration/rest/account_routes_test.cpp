#include "integration/rest/member.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace orion;
using orion::test::header;
using orion::test::Member;

namespace {

const std::string registration =
    R"({"email":"zoe@example.com","password":"a long enough password","name":"Zoë Miller"})";
const std::string credentials = R"({"email":"zoe@example.com","password":"a long enough password"})";

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

        CHECK(Member::faults(zoe.auth("register", R"({"email":"zoe","password":"short","role":"admin"})")) ==
              "email:malformed_email name:required password:too_short role:unknown_field");
        CHECK(Member::faults(zoe.auth("register", R"({"email":7,"password":["x"],"name":" "})")) ==
              "email:wrong_type name:required password:wrong_type");
        CHECK(
            Member::faults(zoe.auth("register", R"({"email":"a@example.com","password":"correct horse battery staple",)"
                                                R"("name":"A"})")) == "password:breached_password");
    }

    TEST_CASE("an address has one account over HTTP too, however it is written") {
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
        CHECK(zoe.outcome(zoe.auth("refresh", Member::refresh_body(first))) == "refresh_token_reused");
        CHECK(zoe.outcome(zoe.auth("refresh", R"({"refresh_token":")" + std::string(5000, 'x') + R"("})")) ==
              "invalid_refresh_token");

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
        const auto mine = Member::bearer(staff);

        shop.shop.accounts.change(staff.user.id,
                                  [](identity::User& user) { user.change_role(identity::Role::customer); });

        CHECK(shop.outcome(shop.ask("POST", "/api/v1/auth/logout-all", mine)) == "token_revoked");
    }

    TEST_CASE("whether an address has an account does not show when somebody forgot a password") {
        Member zoe;
        zoe.auth("register", registration);

        const auto known = zoe.auth("password/forgot", R"({"email":"zoe@example.com"})");
        const auto unknown = zoe.auth("password/forgot", R"({"email":"max@example.com"})");
        const auto nonsense = zoe.auth("password/forgot", R"({"email":"max"})");

        CHECK(known.status == 202);
        CHECK(unknown.status == 202);
        CHECK(nonsense.status == 202);
        CHECK(known.body == unknown.body);
        CHECK(zoe.shop.accounts.identity.published<identity::PasswordResetRequested>().size() == 1);
    }

    TEST_CASE("a mailed token sets a new password once, and ends every session") {
        Member zoe;
        const auto before = zoe.auth("register", registration);
        zoe.auth("password/forgot", R"({"email":"zoe@example.com"})");
        const auto mail = zoe.shop.accounts.identity.published<identity::PasswordResetRequested>().back();
        const auto body = R"({"token":")" + mail.token.expose() + R"(","password":"another long password"})";

        CHECK(Member::faults(zoe.auth("password/reset", R"({"password":"short"})")) ==
              "password:too_short token:required");
        CHECK(Member::outcome(zoe.auth("password/reset", body)) == "204");

        CHECK(Member::outcome(zoe.auth("password/reset", body)) == "unknown_token");
        CHECK(Member::outcome(zoe.auth("login", credentials)) == "invalid_credentials");
        CHECK(Member::outcome(zoe.auth("refresh", Member::refresh_body(before))) == "invalid_refresh_token");
    }

    TEST_CASE("the owner of a mailbox verifies the address") {
        Member zoe;
        const auto registered = zoe.auth("register", registration);
        const auto mail = zoe.shop.accounts.identity.published<identity::VerificationRequested>().back();

        CHECK(Member::outcome(zoe.auth("email/verify", R"({"token":"made up"})")) == "unknown_token");
        CHECK(Member::outcome(zoe.auth("email/verify", R"({"token":")" + mail.token.expose() + R"("})")) == "204");

        const auto me = zoe.ask("GET", "/api/v1/me", Member::bearer(registered));
        CHECK(me.body.contains(R"("email_verified":true)"));
    }
}
