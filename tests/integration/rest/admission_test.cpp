#include "orion/rest/dispatcher.hpp"

#include "support/entrance.hpp"
#include "support/rest_client.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <string>
#include <vector>

namespace orion::rest {
namespace {

using namespace std::chrono_literals;
using test::header;

std::vector<Route> some_routes() {
    const auto tell_client = [](const Call& call) -> Outcome {
        return http::Response{200, {{"Content-Type", "application/json"}}, call.client};
    };
    return {
        {.method = "GET",
         .pattern = "/products",
         .access = Access::anyone,
         .handler = answering(tell_client),
         .traffic = Traffic::browsing},
        {.method = "GET",
         .pattern = "/me",
         .access = Access::user,
         .handler = answering(tell_client),
         .privacy = Privacy::personal},
        {.method = "GET",
         .pattern = "/orders",
         .access = Access::anyone,
         .handler = answering(tell_client),
         .traffic = Traffic::checkout},
    };
}

struct Gate : test::Entrance {
    using Entrance::Entrance;
    Dispatcher dispatcher{some_routes(), ports(), {.write_threads = 1}};
    test::RestClient client{dispatcher};

    http::Response ask(std::string target, std::vector<http::Header> headers = {},
                       const std::string& peer = "192.0.2.1", std::chrono::milliseconds late = 0ms) {
        auto request = test::RestClient::request("GET", std::move(target), std::move(headers));
        request.peer = peer;
        request.arrived -= late;
        return client.begin(std::move(request)).get();
    }
};

bool says(const http::Response& response, int status, std::string_view code) {
    return response.status == status && response.body.contains('"' + std::string{code} + '"') &&
           !header(response, "X-Correlation-ID").empty();
}

}  // namespace

TEST_SUITE("rest/admission") {
    TEST_CASE("a request for somebody else's shop is refused before its route is looked for") {
        Gate gate{{.hosts = {"tea.example"}}};
        CHECK(says(gate.ask("/products"), 400, "unknown_host"));
        CHECK(says(gate.ask("/nowhere"), 400, "unknown_host"));
    }

    TEST_CASE("what is refused can be read by the page that asked, and a browser learns what it may send") {
        Gate gate{{.cors = Cors{{"https://tea.example"}}}};
        const std::vector<http::Header> page{{"Origin", "https://tea.example"}};
        CHECK(header(gate.ask("/products", page), "Access-Control-Allow-Origin") == "https://tea.example");
        CHECK(header(gate.ask("/nowhere", page), "Access-Control-Allow-Origin") == "https://tea.example");

        auto preflight = page;
        preflight.push_back({"Access-Control-Request-Method", "GET"});
        preflight.push_back({"Access-Control-Request-Headers", "authorization"});
        const auto allowed = gate.client.ask("OPTIONS", "/products", preflight);
        CHECK(allowed.status == 204);
        CHECK(header(allowed, "Access-Control-Allow-Methods") == "GET, HEAD, OPTIONS");
        CHECK(header(allowed, "Access-Control-Allow-Headers").contains("Authorization"));
        CHECK(header(allowed, "Access-Control-Allow-Origin") == "https://tea.example");
    }

    TEST_CASE("a client learns what is left, and when it was too much") {
        Gate gate{{.quotas = {.browsing = 2}}};
        CHECK(header(gate.ask("/products"), "RateLimit").starts_with(R"("browsing-client";r=1;)"));
        CHECK(gate.ask("/products").status == 200);
        const auto refused = gate.ask("/products");
        CHECK(says(refused, 429, "rate_limited"));
        CHECK_FALSE(header(refused, "Retry-After").empty());
        CHECK(header(refused, "RateLimit").starts_with(R"("browsing-client";r=0;)"));
        CHECK(gate.ask("/orders").status == 200);
    }

    TEST_CASE("a forged X-Forwarded-For opens no second account of requests") {
        Gate gate{{.trusted_proxies = *http::AddressRanges::parse("10.0.0.0/8"), .quotas = {.browsing = 1}}};
        CHECK(gate.ask("/products", {{"X-Forwarded-For", "198.51.100.1"}}).body == "192.0.2.1");
        CHECK(gate.ask("/products", {{"X-Forwarded-For", "198.51.100.2"}}).status == 429);
        CHECK(gate.ask("/products", {{"X-Forwarded-For", "9.9.9.9, 198.51.100.3"}}, "10.0.0.1").body == "198.51.100.3");
        CHECK(gate.ask("/products", {{"X-Forwarded-For", "8.8.8.8, 198.51.100.3"}}, "10.0.0.1").status == 429);
    }

    TEST_CASE("a user has one quota, from wherever he asks") {
        Gate gate{{.quotas = {.shopping = 2}}};
        const std::vector<http::Header> token{
            {"Authorization", "Bearer " + gate.people.sign_in(identity::Role::customer)}};
        CHECK(gate.ask("/me", token, "192.0.2.1").status == 200);
        CHECK(gate.ask("/me", token, "192.0.2.2").status == 200);
        CHECK(says(gate.ask("/me", token, "192.0.2.3"), 429, "rate_limited"));
    }

    TEST_CASE("a shop that is late turns away who browses, and serves who pays") {
        Gate gate{{.shed_after = 100ms}};
        CHECK(gate.ask("/products").status == 200);
        CHECK(says(gate.ask("/products", {}, "192.0.2.1", 150ms), 503, "overloaded"));
        CHECK(gate.ask("/orders", {}, "192.0.2.1", 150ms).status == 200);
    }

    TEST_CASE("the last places in the queue are for those who pay") {
        test::Entrance entrance;
        std::promise<void> opening;
        const auto opened = opening.get_future().share();
        const auto wait = [opened](const Call&) -> Outcome {
            opened.wait();
            return http::Response{200, {}, {}};
        };
        const auto write = [&wait](std::string_view pattern, Traffic traffic) -> Route {
            return {.method = "POST",
                    .pattern = pattern,
                    .access = Access::anyone,
                    .handler = answering(wait),
                    .runs = Runs::in_write_pool,
                    .traffic = traffic};
        };
        std::vector<std::future<http::Response>> carts;
        std::vector<std::future<http::Response>> orders;
        {
            Dispatcher dispatcher{{write("/carts", Traffic::shopping), write("/orders", Traffic::checkout)},
                                  entrance.ports(),
                                  {.write_threads = 1, .max_queued_writes = 8}};
            test::RestClient client{dispatcher};
            for (int i = 0; i < 20; ++i) carts.push_back(client.begin(test::RestClient::request("POST", "/carts")));
            for (int i = 0; i < 2; ++i) orders.push_back(client.begin(test::RestClient::request("POST", "/orders")));
            opening.set_value();
        }
        int served = 0;
        for (auto& cart : carts) served += cart.get().status == 200 ? 1 : 0;
        CHECK(served >= 6);
        CHECK(served <= 7);
        for (auto& order : orders) CHECK(order.get().status == 200);
    }
}

}  // namespace orion::rest
