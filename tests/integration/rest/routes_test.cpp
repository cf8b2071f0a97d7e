#include "orion/rest/json_document.hpp"
#include "orion/rest/operations_routes.hpp"
#include "orion/rest/order_waits.hpp"

#include "integration/rest/openapi_checks.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/value.hpp>
#include <doctest/doctest.h>

using namespace orion;
using orion::test::header;
using orion::test::RestClient;
using Headers = std::vector<http::Header>;

namespace {

const std::string address = R"({"name":"Zoë","line1":"1 High St","city":"Leeds","postcode":"LS1 4AP","country":"GB"})";

/// Asks the shop and holds every answer against the published description.
struct Shopper {
    test::RestShop shop;
    test::OpenapiChecks description;

    http::Response ask(const std::string& method, const std::string& target, Headers headers = {},
                       std::string body = {}) {
        if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
        auto response = shop.client().ask(method, target, std::move(headers), std::move(body));
        CAPTURE(response.body);
        CHECK(description.fault_of(method, target, response) == "");
        return response;
    }

    /// The code of a problem, or the status of a success.
    std::string outcome(const std::string& method, const std::string& target, Headers headers = {},
                        std::string body = {}) {
        const auto response = ask(method, target, std::move(headers), std::move(body));
        return response.status < 400 ? std::to_string(response.status)
                                     : std::string{rest::parse_object(response.body)->at("code").as_string()};
    }

    std::string new_cart() {
        const auto body = *rest::parse_object(ask("POST", "/api/v1/carts").body);
        token = std::string{body.at("cart_token").as_string()};
        return "/api/v1/carts/" + std::string{body.at("id").as_string()};
    }
    Headers with_cart() const { return {{"X-Cart-Token", token}}; }

    static std::string order_body(const std::string& more = {}) {
        return R"({"cart_id":")" + test::numbered<CartId>(1).to_string() + R"(","email":"zoe@example.com",)" +
               R"("shipping_address":)" + address + R"(,"payment":{"method":"card","token":"tok_approve"})" + more +
               '}';
    }
    static Headers order_headers(const std::string& key = "k") {
        return {{"X-Cart-Token", "cart-token"}, {"Idempotency-Key", key}};
    }

    std::string token;
};

std::string text(const http::Response& response, std::string_view member) {
    return std::string{rest::parse_object(response.body)->at(member).as_string()};
}

}  // namespace

TEST_SUITE("rest/routes") {
    TEST_CASE("every route is described, and everything described is a route") {
        Shopper shopper;
        std::set<std::string> routes;
        for (const auto& route : shopper.shop.dispatcher.routes())
            routes.insert(std::string{route.method} + ' ' + std::string{route.pattern});
        CHECK(routes == shopper.description.operations());
    }

    TEST_CASE("a shopper finds a product by words, by id and by name") {
        Shopper shopper;

        const auto list = shopper.ask("GET", "/api/v1/products?q=tea&limit=5&sort=-price&in_stock=false");
        CHECK(list.body.contains("assam-tea"));
        CHECK(list.body.ends_with(R"("next_cursor":null})"));
        const auto product = shopper.ask("GET", "/api/v1/products/assam-tea");
        CHECK(shopper.ask("GET", "/api/v1/products/" + text(product, "id")).body == product.body);
        CHECK(shopper.ask("GET", "/api/v1/categories").status == 200);
        CHECK(shopper.outcome("GET", "/api/v1/products/earl-grey") == "product_not_found");
    }

    TEST_CASE("a product that has not changed is not sent again") {
        Shopper shopper;
        const auto etag = header(shopper.ask("GET", "/api/v1/products/assam-tea"), "ETag");

        const auto again = shopper.ask("GET", "/api/v1/products/assam-tea", {{"If-None-Match", "\"x\", W/" + etag}});

        CHECK(again.status == 304);
        CHECK(header(again, "ETag") == etag);
        CHECK(shopper.ask("GET", "/api/v1/products/assam-tea", {{"If-None-Match", "\"x\""}}).status == 200);
    }

    TEST_CASE("every bad question is named at once") {
        Shopper shopper;

        const auto response =
            shopper.ask("GET", "/api/v1/products?limit=x&min_price=-1&in_stock=maybe&sort=colour&colour=red");

        CHECK(response.status == 422);
        CHECK(rest::parse_object(response.body)->at("errors").as_array().size() == 5);
        CHECK(shopper.outcome("GET", "/api/v1/products?limit=0") == "out_of_range");
        CHECK(shopper.outcome("GET", "/api/v1/products?limit=99999999999999999999") == "out_of_range");
        CHECK(shopper.outcome("GET", "/api/v1/products?cursor=abc") == "invalid_cursor");
        CHECK(shopper.outcome("GET", "/api/v1/products?colour=red") == "unknown_parameter");
    }

    TEST_CASE("a guest fills a cart") {
        Shopper shopper;
        const auto created = shopper.ask("POST", "/api/v1/carts", {}, R"({"currency":"GBP"})");
        CHECK(created.status == 201);
        CHECK(header(created, "Location") == "/api/v1/carts/" + text(created, "id"));
        const auto cart = shopper.new_cart();
        const auto mine = shopper.with_cart();

        CHECK(shopper.outcome("POST", cart + "/items", mine, R"({"sku":"TEA","quantity":2})") == "200");
        const auto filled = shopper.ask("PUT", cart + "/items/TEA", mine, R"({"quantity":3})");
        CHECK(filled.body.contains(R"("total":{"amount":2697,"currency":"GBP"})"));
        CHECK(shopper.ask("GET", cart, mine).body == filled.body);
        CHECK(header(shopper.ask("GET", cart, mine), "Cache-Control") == "no-store");
        CHECK(shopper.ask("PUT", cart + "/items/TEA", mine, R"({"quantity":0})").body.contains(R"("items":[])"));
        CHECK(shopper.outcome("DELETE", cart + "/items/TEA", mine) == "200");
    }

    TEST_CASE("a cart without its token is no cart") {
        Shopper shopper;
        const auto cart = shopper.new_cart();

        CHECK(shopper.outcome("GET", cart) == "cart_not_found");
        CHECK(shopper.outcome("GET", cart, {{"X-Cart-Token", "wrong"}}) == "cart_not_found");
        CHECK(shopper.outcome("GET", "/api/v1/carts/no-id", shopper.with_cart()) == "cart_not_found");
        CHECK(shopper.outcome("POST", cart + "/items", {}, R"({"sku":"TEA","quantity":1})") == "cart_not_found");
    }

    TEST_CASE("what cannot be in a cart is refused by name") {
        Shopper shopper;
        const auto items = shopper.new_cart() + "/items";
        const auto add = [&](std::string body) {
            return shopper.outcome("POST", items, shopper.with_cart(), std::move(body));
        };

        CHECK(add(R"({"sku":"COFFEE","quantity":1})") == "unknown_sku");
        CHECK(add(R"({"sku":"EUR-TEA","quantity":1})") == "currency_mismatch");
        CHECK(add(R"({"sku":"TEA","quantity":1000})") == "out_of_range");
        CHECK(add(R"({"sku":"T A","quantity":1})") == "malformed_sku");
        CHECK(add(R"({"sku":"TEA"})") == "required");
        CHECK(add(R"({"sku":"TEA","quantity":1,"colour":"red"})") == "unknown_field");
        CHECK(add(R"({"sku":7,"colour":"red"})") == "invalid_fields");
        CHECK(add("[]") == "malformed_json");
        CHECK(shopper.outcome("PUT", items + "/T%20A", shopper.with_cart(), R"({"quantity":1})") == "unknown_sku");
        CHECK(shopper.outcome("POST", "/api/v1/carts", {}, R"({"currency":"QQQ"})") == "unknown_currency");
    }

    TEST_CASE("a guest orders a cart, and the same request again changes nothing") {
        Shopper shopper;

        const auto placed = shopper.ask("POST", "/api/v1/orders", Shopper::order_headers(), Shopper::order_body());
        CHECK(placed.status == 202);
        CHECK(header(placed, "Location") == "/api/v1/orders/" + text(placed, "id"));
        CHECK(placed.body.ends_with("\"order_token\":\"token-of-" + text(placed, "id") + "\"}"));

        const auto again =
            shopper.ask("POST", "/api/v1/orders", Shopper::order_headers("\"k\""), "  " + Shopper::order_body() + "\n");
        CHECK(again.status == 202);
        CHECK(again.body == placed.body);
        CHECK(header(again, "Location") == header(placed, "Location"));
        CHECK(header(again, "Idempotency-Replayed") == "true");
        CHECK(header(placed, "Idempotency-Replayed") == "");
        CHECK(shopper.outcome("POST", "/api/v1/orders", Shopper::order_headers(),
                              Shopper::order_body(R"(,"shipping_method":"standard")")) == "idempotency_key_reused");
        CHECK(shopper.outcome("POST", "/api/v1/orders", Shopper::order_headers("other"), Shopper::order_body()) ==
              "cart_already_ordered");
    }

    TEST_CASE("an order names everything that is wrong with it") {
        Shopper shopper;
        const auto place = [&](std::string body) {
            return shopper.ask("POST", "/api/v1/orders", Shopper::order_headers(), std::move(body));
        };

        const auto response = place(R"({"cart_id":"x","email":"y","shipping_address":{"name":1,"city":"","zip":""},)"
                                    R"("payment":{"method":"cash"},"expected_total":{"amount":1.0}})");

        CHECK(response.status == 422);
        for (const auto* field : {"cart_id", "email", "shipping_address.name", "shipping_address.line1",
                                  "shipping_address.city", "shipping_address.zip", "shipping_address.country",
                                  "payment.method", "payment.token", "expected_total.amount"}) {
            CAPTURE(field);
            CHECK(response.body.contains("{\"field\":\"" + std::string{field} + '"'));
        }
        CHECK(rest::parse_object(response.body)->at("errors").as_array().size() == 12);
        const auto unpayable =
            place(R"({"email":"y","shipping_method":"owl","payment":{"method":"card","token":"x"}})");
        CHECK(unpayable.body.contains("unknown_payment_token"));
        CHECK(unpayable.body.contains("unknown_shipping_method"));
        CHECK(shopper.outcome("POST", "/api/v1/orders", {{"X-Cart-Token", "cart-token"}}, Shopper::order_body()) ==
              "idempotency_key_required");
        CHECK(shopper.outcome("POST", "/api/v1/orders", {{"Idempotency-Key", "k"}}, Shopper::order_body()) ==
              "cart_not_found");
        CHECK(text(place(Shopper::order_body(R"(,"expected_total":{"amount":1,"currency":"GBP"})")), "code") ==
              "price_changed");
    }

    TEST_CASE("the holder of an order's token sees it, follows it and cancels it") {
        Shopper shopper;
        const auto placed = shopper.ask("POST", "/api/v1/orders", Shopper::order_headers(), Shopper::order_body());
        const auto order = header(placed, "Location");
        const Headers mine{{"X-Order-Token", text(placed, "order_token")}};

        CHECK(text(shopper.ask("GET", order, mine), "status") == "pending");
        CHECK(shopper.outcome("GET", order) == "order_not_found");
        CHECK(shopper.outcome("GET", order + "/history", {{"X-Order-Token", "x"}}) == "order_not_found");
        CHECK(shopper.outcome("GET", "/api/v1/orders/1", mine) == "order_not_found");
        CHECK(shopper.outcome("POST", order + "/cancel", mine, R"({"why":"x"})") == "unknown_field");
        CHECK(text(shopper.ask("POST", order + "/cancel", mine), "status") == "cancelled");
        CHECK(shopper.outcome("POST", order + "/cancel", mine) == "not_cancellable");
        const auto history = shopper.ask("GET", order + "/history", mine);
        CHECK(rest::parse_object(history.body)->at("items").as_array().size() == 2);
    }

    TEST_CASE("a shopper who prefers to wait is answered when the order is settled") {
        Shopper shopper;
        auto headers = Shopper::order_headers();
        headers.push_back({"Prefer", "wait=30"});
        headers.push_back({"Content-Type", "application/json"});
        auto waiting =
            shopper.shop.client().begin(RestClient::request("POST", "/api/v1/orders", headers, Shopper::order_body()));
        std::optional<ordering::OrderedCart> ordered;
        while (!ordered) ordered = *shopper.shop.ordering.ordering.order_of(test::numbered<CartId>(1));

        REQUIRE(shopper.shop.ordering.hears(ordered->order, ordering::CheckoutEvent::stock_rejected));
        shopper.shop.changes.commit();

        const auto response = waiting.get();
        CHECK(response.status == 201);
        CHECK(text(response, "status") == "failed");
        CHECK(header(response, "Preference-Applied") == "wait=30");
        CHECK(shopper.description.fault_of("POST", "/api/v1/orders", response) == "");
        const auto again = shopper.ask("POST", "/api/v1/orders", Shopper::order_headers(), Shopper::order_body());
        CHECK(again.status == 201);
        CHECK(again.body == response.body);
    }

    TEST_CASE("who waits when the shop closes is told that the order is on its way") {
        Shopper shopper;
        auto headers = Shopper::order_headers();
        headers.push_back({"Prefer", "wait=30"});
        headers.push_back({"Content-Type", "application/json"});
        auto waiting =
            shopper.shop.client().begin(RestClient::request("POST", "/api/v1/orders", headers, Shopper::order_body()));

        shopper.shop.waits.drain();

        CHECK(waiting.get().status == 202);
    }

    TEST_CASE("a wait ends at its deadline") {
        Shopper shopper;
        auto headers = Shopper::order_headers();
        headers.push_back({"Prefer", "wait=1"});

        const auto response = shopper.ask("POST", "/api/v1/orders", headers, Shopper::order_body());

        CHECK(response.status == 202);
        CHECK(header(response, "Preference-Applied") == "wait=1");
    }

    TEST_CASE("operators see what works, and balancers that the shop is closing") {
        Shopper shopper;

        CHECK(shopper.ask("GET", "/health/live").status == 200);
        CHECK(shopper.ask("GET", "/health/ready").body.starts_with(R"({"status":"ready","checks":{"database":{"sta)"));
        shopper.shop.readiness.drain();
        CHECK(shopper.ask("GET", "/health/ready").status == 503);
        CHECK(shopper.ask("GET", "/health/live").status == 200);
    }

    TEST_CASE("whoever starts a host is told when it has started, and that for good") {
        Shopper shopper;
        shopper.shop.is_started = false;
        const auto early = shopper.ask("GET", "/health/startup");
        CHECK(early.status == 503);
        CHECK(header(early, "Retry-After") == "1");
        shopper.shop.is_started = true;
        shopper.shop.readiness.drain();
        CHECK(shopper.ask("GET", "/health/startup").status == 200);
    }

    TEST_CASE("the description and its page come from the shop alone") {
        Shopper shopper;

        CHECK(shopper.ask("GET", "/openapi.json").body == rest::openapi_document());
        const auto page = shopper.ask("GET", "/docs", {{"Accept", "text/html"}});
        CHECK(page.body.starts_with("<!doctype html>"));
        CHECK(header(page, "Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"));
        CHECK_FALSE(page.body.contains("://"));
        CHECK_FALSE(shopper.ask("GET", "/docs/app.js").body.contains("://"));
        CHECK_FALSE(shopper.ask("GET", "/docs/style.css").body.contains("://"));
    }

    TEST_CASE("what is for operators does not exist yet, and a list of one's orders needs an account") {
        Shopper shopper;
        for (const auto* target : {"/metrics", "/ws"}) {
            CAPTURE(target);
            CHECK(shopper.outcome("GET", target) == "not_found");
        }
        CHECK(shopper.outcome("GET", "/api/v1/orders") == "authentication_required");
    }

    TEST_CASE("an answer that is not as described would be noticed") {
        const test::OpenapiChecks description;
        const auto fault = [&](int status, std::string body, std::string type = "application/json") {
            return description.fault_of(
                "GET", "/health/live",
                {status,
                 {{"X-Correlation-ID", "x"}, {"Cache-Control", "no-cache"}, {"Content-Type", type}},
                 std::move(body)});
        };
        CHECK(fault(200, R"({"status":"up"})") == "");
        CHECK(fault(200, R"({"status":"down"})") != "");
        CHECK(fault(200, R"({"status":"up","more":1})") != "");
        CHECK(fault(200, "{}") != "");
        CHECK(fault(200, R"({"status":"up"})", "text/plain") != "");
        CHECK(fault(201, R"({"status":"up"})") != "");
        CHECK(description.fault_of("GET", "/health/live", {200, {}, R"({"status":"up"})"}) != "");
    }

    TEST_CASE("every problem of the transport is described") {
        Shopper shopper;
        for (const int status : {400, 408, 413, 414, 417, 431, 500, 501, 503, 505}) {
            CAPTURE(status);
            const auto response = shopper.shop.dispatcher.refuse(status, "Because.", {});
            CHECK(shopper.description.names_code(text(response, "code")));
            CHECK(shopper.description.fault_of("GET", "/", response) == "");
        }
    }
}
