#include "integration/rest/member.hpp"

#include <boost/json/array.hpp>

using namespace orion;
using identity::Role;
using orion::test::Member;

namespace {

/// Zoe, who has no second factor yet.
struct Zoe : Member {
    identity::SignedIn account = shop.sign_in(Role::customer, "zoe@example.com");
    Headers mine = bearer(account);

    std::string code() const { return shop.accounts.code().expose(); }
    http::Response confirm(const std::string& shown) {
        return ask("POST", "/api/v1/me/totp/confirm", mine, R"({"code":")" + shown + R"("})");
    }
    http::Response begin(const std::string& body = R"({"current_password":"a long enough password"})") {
        return ask("POST", "/api/v1/me/totp", mine, body);
    }
    http::Response log_in(const std::string& more) {
        return auth("login", R"({"email":"zoe@example.com","password":"a long enough password")" + more + "}");
    }
};

}  // namespace

TEST_SUITE("rest/second_factor_routes") {
    TEST_CASE("somebody sets up an app, logs in with its code, and switches it off") {
        Zoe zoe;
        const auto started = zoe.begin();
        REQUIRE(started.status == 200);
        CHECK(Member::outcome(zoe.begin(R"({"current_password":"a wrong password"})")) == "wrong_password");
        CHECK(Member::faults(zoe.begin(R"({"x":1})")) == "current_password:required x:unknown_field");
        CHECK(Member::text(started, "otpauth_uri").contains("secret=" + Member::text(started, "secret")));
        CHECK(Member::faults(zoe.confirm("000000")) == "code:wrong_code");
        const auto confirmed = zoe.confirm(zoe.code());
        REQUIRE(confirmed.status == 200);
        CHECK(rest::parse_object(confirmed.body)->at("recovery_codes").as_array().size() == 10);
        CHECK(zoe.ask("GET", "/api/v1/me", zoe.mine).body.contains(R"("second_factor":true)"));
        CHECK(zoe.ask("GET", "/api/v1/me/export", zoe.mine).body.contains(R"("recovery_codes_left":10)"));
        CHECK(Member::outcome(zoe.begin()) == "second_factor_on");

        zoe.shop.accounts.identity.clock.advance(std::chrono::seconds{30});
        const auto without = zoe.log_in("");
        CHECK(without.status == 401);
        CHECK(Member::outcome(without) == "second_factor_required");
        const auto code = zoe.code();
        CHECK(Member::outcome(zoe.log_in(R"(,"code":"000000")")) == "invalid_second_factor");
        CHECK(Member::outcome(zoe.log_in(R"(,"code":")" + code + R"(")")) == "200");
        CHECK(Member::outcome(zoe.log_in(R"(,"code":")" + code + R"(")")) == "invalid_second_factor");

        zoe.shop.accounts.identity.clock.advance(std::chrono::seconds{30});
        const auto remove = [&zoe](const std::string& members) {
            return zoe.ask("DELETE", "/api/v1/me/totp", zoe.mine, "{" + members + "}");
        };
        CHECK(Member::faults(remove(R"("x":1)")) == "code:required current_password:required x:unknown_field");
        CHECK(Member::outcome(remove(R"("current_password":"a wrong password","code":")" + zoe.code() + R"(")")) ==
              "wrong_password");
        CHECK(Member::outcome(
                  remove(R"("current_password":"a long enough password","code":")" + zoe.code() + R"(")")) == "204");
        CHECK(Member::outcome(zoe.log_in("")) == "200");
    }

    TEST_CASE("a recovery code lets in once") {
        Zoe zoe;
        const auto code = zoe.shop.accounts.secure(zoe.account.user.id).front().expose();
        CHECK(Member::outcome(zoe.log_in(R"(,"recovery_code":")" + code + R"(")")) == "200");
        CHECK(Member::outcome(zoe.log_in(R"(,"recovery_code":")" + code + R"(")")) == "invalid_second_factor");
    }

    TEST_CASE("where admins must have a second factor, one without can do nothing but get one") {
        Member shop;
        const auto boss = shop.shop.sign_in(Role::admin, "boss@example.com");
        const auto ask = [&](const std::string& method, const std::string& target, std::string body = {}) {
            auto headers = Member::bearer(boss);
            if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
            return shop.shop.strict_client().ask(method, target, headers, std::move(body));
        };
        for (const auto* path : {"/api/v1/admin/users", "/api/v1/me/export", "/api/v1/me/sessions"})
            CHECK(Member::outcome(ask("GET", path)) == "second_factor_enrolment_required");
        CHECK(Member::outcome(ask("PATCH", "/api/v1/me", R"({"name":"Boss"})")) == "second_factor_enrolment_required");
        CHECK(ask("GET", "/api/v1/me").status == 200);
        CHECK(ask("GET", "/api/v1/products").status == 200);

        REQUIRE(ask("POST", "/api/v1/me/totp", R"({"current_password":"a long enough password"})").status == 200);
        const auto code = shop.shop.accounts.code().expose();
        REQUIRE(ask("POST", "/api/v1/me/totp/confirm", R"({"code":")" + code + R"("})").status == 200);
        CHECK(ask("GET", "/api/v1/admin/users").status == 200);

        const auto max = shop.shop.sign_in(Role::customer, "max@example.com");
        CHECK(shop.shop.strict_client().ask("GET", "/api/v1/me/export", Member::bearer(max)).status == 200);
        CHECK(ask("POST", "/api/v1/auth/logout-all").status == 204);
    }
}
