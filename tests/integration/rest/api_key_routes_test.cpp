#include "support/rest_shop.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace orion;
using identity::Scope;
namespace json = boost::json;

namespace {

struct Shop : test::RestShop {
    http::Response as_admin(const std::string& method, const std::string& path, const std::string& body = {}) {
        std::vector<http::Header> headers{{"Authorization", admin}};
        if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
        return client().ask(method, path, headers, body);
    }
    http::Response with_key(const std::string& key, const std::string& path, std::vector<http::Header> more = {}) {
        more.push_back({"X-Api-Key", key});
        return client().ask("GET", path, std::move(more));
    }
    http::Response validate(const std::string& key, const std::string& token) {
        return client().post("/api/v1/auth/validate", json::serialize(json::object{{"token", token}}),
                             {{"X-Api-Key", key}});
    }
    std::string admin = "Bearer " + sign_in(identity::Role::admin).access_token.expose();
};

constexpr auto keys = "/api/v1/admin/api-keys";
constexpr auto orders = "/api/v1/admin/orders";

std::string code_in(const http::Response& response) {
    return std::string{json::parse(response.body).at("code").as_string()};
}

}  // namespace

TEST_SUITE("rest/api_key_routes") {
    TEST_CASE("an admin makes a key, which is shown once and opens what it is for until it is revoked") {
        Shop shop;
        const auto made = shop.as_admin("POST", keys, R"({"name":"Till","scopes":["orders:read"]})");
        REQUIRE(made.status == 201);
        const auto created = json::parse(made.body);
        const std::string key{created.at("key").as_string()};
        const std::string id{created.at("id").as_string()};
        CHECK(created.at("expires_at").is_null());

        const auto listed = shop.as_admin("GET", keys);
        CHECK(listed.body.contains(id));
        CHECK_FALSE(listed.body.contains(key.substr(43)));

        CHECK(shop.with_key(key, orders).status == 200);
        CHECK(shop.as_admin("DELETE", keys + ("/" + id)).status == 204);
        shop.accounts.identity.clock.advance(identity::CheckApiKey::remembered_for);
        const auto refused = shop.with_key(key, orders);
        CHECK(refused.status == 401);
        CHECK(code_in(refused) == "invalid_api_key");
        CHECK(test::header(refused, "WWW-Authenticate").starts_with("ApiKey"));
        CHECK(shop.as_admin("DELETE", keys + ("/" + id)).status == 404);
        CHECK(shop.as_admin("DELETE", std::string{keys} + "/x").status == 404);
    }

    TEST_CASE("whatever is wrong with a new key is told at once") {
        Shop shop;
        const auto refused =
            shop.as_admin("POST", keys, R"({"scopes":["admin",7],"expires_at":"tomorrow","role":"admin"})");
        CHECK(refused.status == 422);
        const auto problem = json::parse(refused.body);
        std::vector<std::string> fields;
        for (const auto& error : problem.at("errors").as_array()) fields.emplace_back(error.at("field").as_string());
        CHECK(fields == std::vector<std::string>{"name", "scopes[0]", "scopes[1]", "expires_at", "role"});
        for (const auto* const body :
             {R"({"name":"x"})", R"({"name":"x","scopes":[]})", R"({"name":"x","scopes":"a"})",
              R"({"name":"x","scopes":["stock:read"],"expires_at":"2001-01-01T00:00:00.000Z"})"})
            CHECK(shop.as_admin("POST", keys, body).status == 422);
    }

    TEST_CASE("a bad key is refused everywhere, even where guests get in") {
        Shop shop;
        for (const auto* const path : {"/api/v1/products", "/api/v1/categories", orders, "/health/live"}) {
            CAPTURE(path);
            CHECK(shop.with_key("orion_nonsense", path).status == 401);
            CHECK(shop.with_key("", path).status == 401);
        }
        const auto key = shop.program({Scope::orders_read});
        CHECK(shop.with_key(key, "/api/v1/products").status == 200);
        CHECK(shop.with_key(key, "/api/v1/products", {{"X-Api-Key", key}}).status == 401);
    }

    TEST_CASE("a request that shows a key and a token is refused, whatever they are worth") {
        Shop shop;
        const auto key = shop.program({Scope::orders_read});
        for (const auto& [shown, token] : std::vector<std::pair<std::string, std::string>>{
                 {key, shop.admin}, {key, "Bearer forged"}, {"nonsense", shop.admin}}) {
            const auto refused = shop.with_key(shown, orders, {{"Authorization", token}});
            CHECK(refused.status == 400);
            CHECK(code_in(refused) == "two_credentials");
        }
    }

    TEST_CASE("a key does what its scope says, for staff, and nothing of what admins do") {
        Shop shop;
        const auto reads = shop.program({Scope::orders_read});
        const auto writes = shop.program({Scope::orders_write});
        const auto every = shop.program({identity::scopes.begin(), identity::scopes.end()});
        const auto order = shop.ordering.place()->order.to_string();
        CHECK(shop.with_key(reads, "/api/v1/orders/" + order).status == 200);
        CHECK(shop.with_key(writes, "/api/v1/orders/" + order).status == 403);
        const auto cancel = [&](const std::string& key) {
            return shop.client().ask("POST", "/api/v1/orders/" + order + "/cancel", {{"X-Api-Key", key}}).status;
        };
        CHECK(cancel(reads) == 403);
        CHECK(cancel(writes) == 200);
        CHECK(shop.with_key(reads, "/api/v1/orders/" + order + "/history").body.contains(R"("by":"key:)"));
        CHECK(shop.ordering.ordering.state().acts.back().actor.starts_with("key:"));
        for (const auto* const path : {keys, "/api/v1/admin/users", "/api/v1/admin/audit-log", "/api/v1/me"})
            CHECK(shop.with_key(every, path).status == 403);
    }

    TEST_CASE("a service learns whose a token is, and whether it works") {
        Shop shop;
        const auto key = shop.program({Scope::tokens_validate});
        const auto zoe = shop.sign_in(identity::Role::customer, "zoe@example.com");
        const auto answer = json::parse(shop.validate(key, zoe.access_token.expose()).body);
        CHECK(answer.at("active") == true);
        CHECK(answer.at("sub").as_string() == zoe.user.id.to_string());
        CHECK(answer.at("role") == "customer");
        CHECK(answer.at("exp").as_int64() > 0);
        CHECK(shop.validate(key, "forged").body == R"({"active":false})");
        REQUIRE(shop.accounts.log_out_everywhere.execute(zoe.user.id));
        shop.accounts.forget();
        CHECK(shop.validate(key, zoe.access_token.expose()).body == R"({"active":false})");
        CHECK(shop.validate(shop.program({Scope::orders_read}), "forged").status == 403);
        CHECK(shop.validate(key, std::string(4097, 'x')).status == 422);
    }
}
