#include "integration/rest/member.hpp"

using namespace orion;
using identity::Role;
using orion::test::header;
using orion::test::Member;

namespace {

const std::string home = R"({"name":"Zoë","line1":"1 High St","city":"Leeds","postcode":"LS1 4AP","country":"GB"})";

}  // namespace

TEST_SUITE("rest/me_routes") {
    TEST_CASE("somebody changes what is said of them, and nothing else") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer));

        const auto changed = zoe.ask("PATCH", "/api/v1/me", mine, R"({"phone":"+44 20 7946 0000","locale":"en-GB"})");
        CHECK(changed.body.contains(R"("phone":"+44 20 7946 0000","locale":"en-GB","role":"customer")"));
        CHECK(zoe.ask("GET", "/api/v1/me", mine).body == changed.body);
        CHECK_FALSE(zoe.ask("PATCH", "/api/v1/me", mine, R"({"phone":null})").body.contains("phone"));

        CHECK(Member::faults(zoe.ask("PATCH", "/api/v1/me", mine, R"({"role":"admin","email":"a@example.com"})")) ==
              "email:unknown_field role:unknown_field");
        CHECK(Member::faults(zoe.ask("PATCH", "/api/v1/me", mine, R"({"name":"","phone":"x","locale":"?"})")) ==
              "locale:malformed_locale name:required phone:malformed_phone");
        CHECK(Member::outcome(zoe.ask("PATCH", "/api/v1/me", mine, R"({"name":null})")) == "wrong_type");
    }

    TEST_CASE("an account that has not changed is not sent again") {
        Member zoe;
        auto mine = Member::bearer(zoe.shop.sign_in(Role::customer));
        mine.push_back({"If-None-Match", header(zoe.ask("GET", "/api/v1/me", mine), "ETag")});

        CHECK(zoe.ask("GET", "/api/v1/me", mine).status == 304);
    }

    TEST_CASE("a new password ends every other session, and this one goes on") {
        Member zoe;
        const auto here = zoe.shop.sign_in(Role::customer, "zoe@example.com");
        const auto there = *zoe.shop.accounts.enter("zoe@example.com");
        const auto change = [&](const std::string& current, const std::string& chosen) {
            return zoe.ask("POST", "/api/v1/me/password", Member::bearer(here),
                           R"({"current_password":")" + current + R"(","new_password":")" + chosen + R"("})");
        };

        CHECK(Member::faults(change("a wrong password", "another long password")) == "current_password:wrong_password");
        CHECK(Member::outcome(change("a long enough password", "another long password")) == "204");

        zoe.shop.accounts.forget();
        CHECK(zoe.ask("GET", "/api/v1/me", Member::bearer(here)).status == 200);
        CHECK(Member::outcome(zoe.ask("GET", "/api/v1/me", Member::bearer(there))) == "token_revoked");
        CHECK(test::code_of(zoe.shop.accounts.enter("zoe@example.com")) == "invalid_credentials");
    }

    TEST_CASE("somebody has the verification mail sent again, but not all the time") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer, "zoe@example.com"));
        const auto ask = [&] { return zoe.ask("POST", "/api/v1/me/email/verification", mine); };
        CHECK(ask().status == 202);
        const auto refused = ask();
        CHECK(refused.status == 429);
        CHECK(Member::outcome(refused) == "mail_sent_recently");
        CHECK(header(refused, "Retry-After") == "60");
        const auto token = zoe.shop.accounts.identity.published<identity::VerificationRequested>().back().token;
        CHECK(zoe.auth("email/verify", R"({"token":")" + token.expose() + R"("})").status == 204);
        CHECK(Member::outcome(ask()) == "email_verified");
    }

    TEST_CASE("somebody moves to another address, and nobody learns whose addresses there are") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer, "zoe@example.com"));
        zoe.shop.sign_in(Role::customer, "max@example.com");
        const auto move = [&](const std::string& email, const std::string& password) {
            return zoe.ask("POST", "/api/v1/me/email", mine,
                           R"({"email":")" + email + R"(","current_password":")" + password + R"("})");
        };
        CHECK(Member::faults(move("zoe@new.example.com", "a wrong password")) == "current_password:wrong_password");
        CHECK(Member::faults(move("zoe", "a long enough password")) == "email:malformed_email");
        const auto taken = move("max@example.com", "a long enough password");
        CHECK(taken.status == 202);
        zoe.shop.accounts.identity.clock.advance(std::chrono::minutes{1});
        const auto free = move("zoe@new.example.com", "a long enough password");
        CHECK(free.status == 202);
        CHECK(free.body == taken.body);

        CHECK(zoe.ask("GET", "/api/v1/me", mine).body.contains("zoe@example.com"));
        const auto token = zoe.shop.accounts.identity.published<identity::VerificationRequested>().back().token;
        CHECK(zoe.auth("email/verify", R"({"token":")" + token.expose() + R"("})").status == 204);
        CHECK(zoe.ask("GET", "/api/v1/me", mine).body.contains(R"("email":"zoe@new.example.com")"));
    }

    TEST_CASE("somebody sees over HTTP where they are logged in, and logs out there") {
        Member zoe;
        const auto here = zoe.shop.sign_in(Role::customer, "zoe@example.com");
        const auto there = *zoe.shop.accounts.enter("zoe@example.com");
        const auto path = "/api/v1/me/sessions/" + there.session.to_string();

        const auto list = zoe.ask("GET", "/api/v1/me/sessions", Member::bearer(here));
        CHECK(list.body.contains(there.session.to_string()));
        CHECK(list.body.contains(R"("current":true)"));
        CHECK(Member::outcome(zoe.ask("DELETE", path, Member::bearer(here))) == "204");
        CHECK(Member::outcome(zoe.ask("DELETE", path, Member::bearer(here))) == "session_not_found");
        zoe.shop.accounts.forget();
        CHECK(Member::outcome(zoe.ask("GET", "/api/v1/me", Member::bearer(there))) == "token_revoked");
    }

    TEST_CASE("an address book holds what can be delivered to, and nobody else's") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer, "zoe@example.com"));
        const auto theirs = Member::bearer(zoe.shop.sign_in(Role::customer, "max@example.com"));

        const auto added = zoe.ask("POST", "/api/v1/me/addresses", mine, home);
        REQUIRE(added.status == 201);
        const auto path = "/api/v1/me/addresses/" + Member::text(added, "id");
        CHECK(header(added, "Location") == path);
        CHECK(Member::faults(zoe.ask("POST", "/api/v1/me/addresses", mine, R"({"line1":"x","country":"XX","id":"7"})"))
                  .contains("country:unknown_country id:unknown_field name:required"));

        CHECK(Member::outcome(zoe.ask("PUT", path, theirs, home)) == "address_not_found");
        CHECK(Member::outcome(zoe.ask("DELETE", path, theirs)) == "address_not_found");
        CHECK(Member::outcome(zoe.ask("DELETE", "/api/v1/me/addresses/no-id", mine)) == "address_not_found");
        CHECK(zoe.ask("GET", "/api/v1/me/addresses", theirs).body == R"({"items":[],"next_cursor":null})");
        CHECK(zoe.ask("PUT", path, mine, home).body == added.body);
        CHECK(Member::outcome(zoe.ask("DELETE", path, mine)) == "204");
    }

    TEST_CASE("an address book is read page by page") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer, "zoe@example.com"));
        const std::string book = "/api/v1/me/addresses";
        std::vector<std::string> ids;
        for (int i = 0; i < 3; ++i) ids.push_back(Member::text(zoe.ask("POST", book, mine, home), "id"));

        const auto first = zoe.ask("GET", book + "?limit=2", mine);
        CHECK(first.body.contains(ids[0]));
        CHECK(first.body.contains(ids[1]));
        CHECK(Member::text(first, "next_cursor") == ids[1]);
        const auto last = zoe.ask("GET", book + "?limit=2&cursor=" + ids[1], mine);
        CHECK_FALSE(last.body.contains(ids[1]));
        CHECK(last.body.contains(ids[2]));
        CHECK(last.body.ends_with(R"("next_cursor":null})"));
        CHECK(Member::faults(zoe.ask("GET", book + "?limit=0&cursor=x&page=2", mine)) ==
              "cursor:invalid_cursor limit:out_of_range page:unknown_parameter");
        CHECK(zoe.ask("GET", "/api/v1/me/sessions?limit=1", mine).body.ends_with(R"("next_cursor":null})"));
    }

    TEST_CASE("every bad member of a profile is named, unknown ones too") {
        Member zoe;
        const auto mine = Member::bearer(zoe.shop.sign_in(Role::customer, "zoe@example.com"));
        CHECK(Member::faults(zoe.ask("PATCH", "/api/v1/me", mine, R"({"name":"","phone":"abc","x":1})")) ==
              "name:required phone:malformed_phone x:unknown_field");
    }

    TEST_CASE("somebody takes their data along, and goes") {
        Member zoe;
        const auto signed_in = zoe.shop.sign_in(Role::customer, "zoe@example.com");
        const auto mine = Member::bearer(signed_in);
        zoe.ask("POST", "/api/v1/me/addresses", mine, home);
        REQUIRE(zoe.shop.ordering.place({.customer = signed_in.user.id}));
        zoe.shop.ordering.fill(test::numbered<CartId>(2));
        REQUIRE(zoe.shop.ordering.place({.cart = test::numbered<CartId>(2), .key = "other"}));
        const auto cart = Member::text(zoe.ask("GET", "/api/v1/me/cart", mine), "id");

        const auto record = zoe.ask("GET", "/api/v1/me/export", mine);
        CHECK(record.body.contains("1 High St"));
        CHECK(record.body.contains(R"("cart":{"id":")" + cart));
        CHECK(record.body.contains(R"("number":"100001")"));
        CHECK_FALSE(record.body.contains(R"("number":"100002")"));
        CHECK_FALSE(record.body.contains("hashed"));
        CHECK(Member::outcome(zoe.ask("DELETE", "/api/v1/me", mine)) == "204");

        zoe.shop.accounts.forget();
        CHECK(Member::outcome(zoe.ask("GET", "/api/v1/me", mine)) == "token_revoked");
        CHECK(zoe.shop.accounts.sign_up("zoe@example.com"));
    }
}

TEST_SUITE("rest/user_admin_routes") {
    TEST_CASE("an admin finds somebody, gives a role, and keeps somebody out") {
        Member shop;
        const auto admin = Member::bearer(shop.shop.sign_in(Role::admin, "admin@example.com"));
        const auto zoe = shop.shop.sign_in(Role::customer, "zoe@example.com");
        const auto path = "/api/v1/admin/users/" + zoe.user.id.to_string();

        const auto page = shop.ask("GET", "/api/v1/admin/users?limit=1", admin);
        CHECK(page.body.contains("zoe@example.com"));
        const auto rest = shop.ask("GET", "/api/v1/admin/users?cursor=" + Member::text(page, "next_cursor"), admin);
        CHECK(rest.body.contains("admin@example.com"));
        CHECK(rest.body.ends_with(R"("next_cursor":null})"));
        CHECK(shop.ask("GET", "/api/v1/admin/users?email=ZOE@example.com&state=active", admin).body.contains("zoe@"));
        CHECK(Member::faults(shop.ask("GET", "/api/v1/admin/users?role=x&state=y&limit=0&cursor=z&email=e", admin)) ==
              "cursor:invalid_cursor email:malformed_email limit:out_of_range role:unknown_role state:unknown_state");

        const auto seen = header(shop.ask("GET", path, admin), "ETag");
        auto if_seen = admin;
        if_seen.push_back({"If-Match", seen});
        CHECK(shop.ask("PUT", path + "/role", if_seen, R"({"role":"staff"})").body.contains(R"("role":"staff")"));
        const auto stale = shop.ask("PUT", path + "/role", if_seen, R"({"role":"manager"})");
        CHECK(stale.status == 412);
        CHECK(Member::outcome(stale) == "user_changed");
        CHECK(shop.ask("POST", path + "/disable", if_seen).status == 412);
        CHECK(Member::outcome(shop.ask("PUT", path + "/role", admin, R"({"role":"owner"})")) == "unknown_role");
        CHECK(shop.ask("POST", path + "/disable", admin).body.contains(R"("state":"disabled")"));
        CHECK(shop.ask("GET", path, admin).body.contains(R"("state":"disabled")"));
        CHECK(test::code_of(shop.shop.accounts.enter("zoe@example.com")) == "invalid_credentials");
    }

    TEST_CASE("an admin cannot lock the shop") {
        Member shop;
        const auto admin = shop.shop.sign_in(Role::admin, "admin@example.com");
        const auto path = "/api/v1/admin/users/" + admin.user.id.to_string();

        CHECK(shop.ask("POST", path + "/disable", Member::bearer(admin)).status == 409);
        CHECK(Member::outcome(shop.ask("PUT", path + "/role", Member::bearer(admin), R"({"role":"staff"})")) ==
              "last_admin");
        CHECK(Member::outcome(shop.ask("DELETE", "/api/v1/me", Member::bearer(admin))) == "last_admin");
    }
}
