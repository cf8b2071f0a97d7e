#include "integration/rest/openapi_checks.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace orion;
using identity::Role;
namespace json = boost::json;
using Headers = std::vector<http::Header>;

namespace {

Headers as(const identity::SignedIn& somebody) {
    return {{"Authorization", "Bearer " + somebody.access_token.expose()}};
}

json::value body_of(const http::Response& response) { return json::parse(response.body); }

/// A shop where Max and Eva have accounts, and Max a cart.
struct Counter {
    Counter() { shop.ordering.carts.carts.at(cart).owner = max.user.id; }

    http::Response order(Headers headers, const std::string& more = {}) {
        headers.push_back({"Idempotency-Key", "once"});
        return shop.client().post("/api/v1/orders",
                                  R"({"cart_id":")" + cart.to_string() + R"(",)" + more +
                                      R"("shipping_address":{"name":"Max","line1":"1 High Street","city":"Leeds",)"
                                      R"("postcode":"LS1 4AP","country":"GB"},)"
                                      R"("payment":{"method":"card","token":"tok_approve"}})",
                                  std::move(headers));
    }
    http::Response get(const std::string& path, Headers headers = {}) {
        return shop.client().ask("GET", path, std::move(headers));
    }

    const CartId cart = test::numbered<CartId>(1);
    test::RestShop shop;
    const identity::SignedIn max = shop.sign_in(Role::customer, "max@example.com");
    const identity::SignedIn eva = shop.sign_in(Role::customer, "eva@example.com");
    const identity::SignedIn clerk = shop.sign_in(Role::staff, "clerk@example.com");
};

}  // namespace

TEST_SUITE("rest/order_ownership") {
    TEST_CASE("a customer orders the own cart without tokens, and mail goes to the account's address") {
        Counter counter;

        const auto placed = counter.order(as(counter.max), R"("email":"somebody.else@example.com",)");

        CHECK(placed.status == 202);
        CHECK(test::OpenapiChecks{}.fault_of("POST", "/api/v1/orders", placed) == "");
        CHECK(body_of(placed).at("email").as_string() == "max@example.com");
        CHECK(!body_of(placed).as_object().contains("order_token"));
        const auto again = counter.order(as(counter.max), R"("email":"somebody.else@example.com",)");
        CHECK(again.status == 202);
        CHECK(again.body == placed.body);
        CHECK(test::header(again, "Idempotency-Replayed") == "true");
    }

    TEST_CASE("nobody orders somebody else's cart, and a guest has to say where to write to") {
        Counter counter;
        CHECK(counter.order(as(counter.eva)).status == 404);
        CHECK(counter.order(as(counter.clerk)).status == 404);
        CHECK(counter.order({}, R"("email":"zoe@example.com",)").status == 404);
        CHECK(counter.order({{"X-Cart-Token", "cart-token"}}).status == 422);
    }

    TEST_CASE("a customer and staff see the order and its history; to everybody else it does not exist") {
        Counter counter;
        const auto placed = counter.order(as(counter.max));
        const auto path = "/api/v1/orders/" + std::string{body_of(placed).at("id").as_string()};
        for (const auto& each : {path, path + "/history"}) {
            CHECK(counter.get(each, as(counter.max)).status == 200);
            CHECK(counter.get(each, as(counter.clerk)).status == 200);
            CHECK(counter.get(each, as(counter.eva)).status == 404);
            CHECK(counter.get(each).status == 404);
        }
        const auto cancel = [&](Headers headers) {
            return counter.shop.client().ask("POST", path + "/cancel", std::move(headers));
        };
        CHECK(cancel(as(counter.eva)).status == 404);
        CHECK(cancel(as(counter.clerk)).status == 200);
        const auto history = body_of(counter.get(path + "/history", as(counter.max)));
        CHECK(history.at("items").as_array().back().at("by").as_string() ==
              "staff:" + counter.clerk.user.id.to_string());
    }

    TEST_CASE("customers list their own orders, staff everybody's, and nobody gets at others' by a parameter") {
        Counter counter;
        const test::OpenapiChecks api;
        REQUIRE(counter.order(as(counter.max)).status == 202);
        const auto count = [&](const std::string& path, const std::string& query, const identity::SignedIn& who) {
            const auto response = counter.get(path + query, as(who));
            CHECK(api.fault_of("GET", path, response) == "");
            if (response.status != 200) return -response.status;
            return static_cast<int>(body_of(response).at("items").as_array().size());
        };
        const auto own = [&](const std::string& query, const identity::SignedIn& who) {
            return count("/api/v1/orders", query, who);
        };
        const auto all = [&](const std::string& query, const identity::SignedIn& who) {
            return count("/api/v1/admin/orders", query, who);
        };
        const auto of_max = "?customer_id=" + counter.max.user.id.to_string();

        CHECK(own("", counter.max) == 1);
        CHECK(own("?status=pending&q=mug&min_total=3000&max_total=3000&sort=-total&limit=1", counter.max) == 1);
        CHECK(own("?status=failed", counter.max) == 0);
        CHECK(own("", counter.eva) == 0);
        CHECK(own("", counter.clerk) == 0);
        CHECK(own(of_max, counter.eva) == -422);
        CHECK(own("?status=lost&from=soon&limit=x&min_total=-1&cursor=abc", counter.max) == -422);
        CHECK(all("", counter.clerk) == 1);
        CHECK(all(of_max + "&email=MAX@example.com", counter.clerk) == 1);
        CHECK(all("?email=eva@example.com", counter.clerk) == 0);
        CHECK(all("", counter.max) == -403);
        CHECK(counter.get("/api/v1/orders").status == 401);
        CHECK(counter.get("/api/v1/admin/orders").status == 401);
    }
}
