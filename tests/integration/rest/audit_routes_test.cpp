#include "orion/audit/record_act.hpp"

#include "support/rest_shop.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

using namespace orion;
namespace json = boost::json;

namespace {

/// A shop whose log tells of three acts, and its admin.
struct Desk {
    Desk() {
        audit::RecordAct record{shop.audit, digest};
        int minute = 0;
        for (const auto* const role : {"staff", "manager", "admin"}) {
            REQUIRE(record.execute({.message = ids.next<MessageId>(),
                                    .at = test::opening_time + std::chrono::minutes{++minute},
                                    .correlation_id = "c",
                                    .act = {.name = "role_changed",
                                            .subject = "user:2",
                                            .after = {{"role", role}},
                                            .actor = "user:1",
                                            .address = minute == 1 ? "192.0.2.1" : ""}}));
        }
    }
    http::Response ask(const std::string& query) {
        return shop.client().ask("GET", "/api/v1/admin/audit-log" + query, {{"Authorization", admin}});
    }
    /// The sequences on a page.
    std::string sequences_of(const std::string& query) {
        std::string sequences;
        const auto response = ask(query);
        REQUIRE(response.status == 200);
        const auto page = json::parse(response.body);
        for (const auto& item : page.at("items").as_array())
            sequences += std::to_string(item.at("sequence").as_int64());
        return sequences;
    }

    test::RestShop shop;
    test::FakeDigest digest;
    test::FakeIdGenerator ids;
    std::string admin = "Bearer " + shop.sign_in(identity::Role::admin).access_token.expose();
};

}  // namespace

TEST_SUITE("rest/audit_routes") {
    TEST_CASE("an admin reads who did what, the last first, page by page") {
        Desk desk;
        const auto first = json::parse(desk.ask("?limit=2").body);
        CHECK(first.at("items").as_array().size() == 2);
        CHECK(first.at("next_cursor") == "2");
        const auto rest = json::parse(desk.ask("?limit=2&cursor=2").body);
        CHECK(rest.at("next_cursor").is_null());
        const auto& entry = rest.at("items").at(0);
        CHECK(entry.at("sequence") == 1);
        CHECK(entry.at("actor") == "user:1");
        CHECK(entry.at("act") == "role_changed");
        CHECK(entry.at("subject") == "user:2");
        CHECK(entry.at("address") == "192.0.2.1");
        CHECK(entry.at("before").is_null());
        CHECK(entry.at("after").at("role") == "staff");
        CHECK(entry.at("hash").as_string().size() == 64);
        CHECK(first.at("items").at(0).at("address").is_null());
    }

    TEST_CASE("the log is asked by who, what, to whom and when") {
        Desk desk;
        CHECK(desk.sequences_of("") == "321");
        CHECK(desk.sequences_of("?actor=user:1&act=role_changed&subject=user:2") == "321");
        CHECK(desk.sequences_of("?actor=user:2") == "");
        const auto second = to_rfc3339(test::opening_time + std::chrono::minutes{2});
        CHECK(desk.sequences_of("?from=" + second) == "32");
        CHECK(desk.sequences_of("?from=2020-01-01&to=2020-01-02T00:00:00Z") == "");
        CHECK(desk.sequences_of("?to=" + second) == "21");
    }

    TEST_CASE("what cannot be asked is refused, all of it at once") {
        Desk desk;
        const auto response = desk.ask("?limit=0&cursor=-1&from=yesterday&to=2026");
        CHECK(response.status == 422);
        CHECK(json::parse(response.body).at("errors").as_array().size() == 4);
        CHECK(desk.ask("?cursor=2x").status == 422);
        CHECK(desk.ask("?who=me").status == 422);
    }

    TEST_CASE("who does something through the API, and from where, goes with it") {
        Desk desk;
        const auto max = desk.shop.sign_in(identity::Role::customer, "zoe@example.com");
        const auto id = max.user.id.to_string();
        REQUIRE(desk.shop.client()
                    .ask("PUT", "/api/v1/admin/users/" + id + "/role",
                         {{"Authorization", desk.admin}, {"Content-Type", "application/json"}}, R"({"role":"staff"})")
                    .status == 200);
        const auto& act = desk.shop.accounts.identity.state().acts.back();
        CHECK(act.name == "role_changed");
        CHECK(act.subject == "user:" + id);
        CHECK(act.actor.starts_with("user:"));
        CHECK(act.actor != act.subject);
        CHECK_FALSE(act.address.empty());
    }
}
