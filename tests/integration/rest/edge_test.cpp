#include "orion/rest/edge.hpp"

#include "orion/limits/local_rate_limiter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace orion::rest {
namespace {

using namespace std::chrono_literals;

std::optional<std::string> header(const std::vector<http::Header>& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &http::Header::name);
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

http::Request request_to(const std::string& host, std::vector<http::Header> headers = {}) {
    http::Request request;
    request.method = "GET";
    request.target = "/api/v1/products";
    request.host = host;
    request.headers = std::move(headers);
    request.peer = "198.51.100.7";
    return request;
}

struct Bench {
    explicit Bench(EdgeSettings settings) : edge{std::move(settings), limiter} {}

    limits::LocalRateLimiter limiter{100, [] { return std::chrono::steady_clock::time_point{1h}; }};
    Edge edge;
};

}  // namespace

TEST_SUITE("the edge") {
    TEST_CASE("a shop answers to its own names only, in any case and at any port") {
        const Bench bench{{.hosts = {"shop.example", "[2001:db8::1]"}}};
        CHECK(bench.edge.admit_host(request_to("shop.example")));
        CHECK(bench.edge.admit_host(request_to("Shop.Example:8443")));
        CHECK(bench.edge.admit_host(request_to("[2001:db8::1]:8443")));
        for (const auto* const other : {"evil.example", "shop.example.evil.example", "notshop.example", "", ":80"}) {
            CAPTURE(other);
            const auto admitted = bench.edge.admit_host(request_to(other));
            REQUIRE_FALSE(admitted);
            CHECK(admitted.error().status == 400);
            CHECK(admitted.error().code == "unknown_host");
        }
    }

    TEST_CASE("whoever asks for its health asks the machine, by whatever name") {
        const Bench bench{{.hosts = {"shop.example"}}};
        auto request = request_to("10.0.0.5:8080");
        request.target = "/health/ready";
        CHECK(bench.edge.admit_host(request));
    }

    TEST_CASE("pages of listed origins may read answers, and others are told nothing") {
        const Bench bench{{.cors = Cors{{"https://shop.example"}}}};
        const auto ours = bench.edge.headers_for(request_to("api", {{"Origin", "https://shop.example"}}));
        CHECK(header(ours, "Access-Control-Allow-Origin") == "https://shop.example");
        CHECK(header(ours, "Vary") == "Origin");
        CHECK_FALSE(header(ours, "Access-Control-Allow-Credentials"));
        for (const auto* const other :
             {"https://evil.example", "http://shop.example", "https://shop.example.evil.example", "null", ""}) {
            CAPTURE(other);
            const auto theirs = bench.edge.headers_for(request_to("api", {{"Origin", other}}));
            CHECK_FALSE(header(theirs, "Access-Control-Allow-Origin"));
            CHECK(header(theirs, "Vary") == "Origin");
        }
        const Bench closed{{}};
        CHECK(closed.edge.headers_for(request_to("api", {{"Origin", "https://shop.example"}})).empty());
    }

    TEST_CASE("browsers are told to insist on TLS where there is TLS") {
        const Bench bench{{.hsts = 24h}};
        CHECK(header(bench.edge.headers_for(request_to("api")), "Strict-Transport-Security") ==
              "max-age=86400; includeSubDomains");
    }

    TEST_CASE("what waited too long is turned away, what matters least first") {
        const Bench bench{{.shed_after = 1s}};
        const auto turned_away = [&bench](Traffic traffic, std::chrono::milliseconds waited) {
            const auto admitted = bench.edge.admit_load(traffic, std::chrono::steady_clock::now() - waited);
            if (admitted) return false;
            CHECK(admitted.error().status == 503);
            CHECK(header(admitted.error().headers, "Retry-After") == "2");
            return true;
        };
        CHECK_FALSE(turned_away(Traffic::browsing, 0s));
        CHECK(turned_away(Traffic::browsing, 1500ms));
        CHECK_FALSE(turned_away(Traffic::shopping, 1500ms));
        CHECK(turned_away(Traffic::shopping, 2500ms));
        CHECK(turned_away(Traffic::credentials, 2500ms));
        CHECK_FALSE(turned_away(Traffic::checkout, 1min));
        CHECK_FALSE(turned_away(Traffic::operations, 1min));
    }

    TEST_CASE("what is switched off is not offered, until it is switched on again") {
        Bench bench{{.features = {.registration = false}}};
        CHECK(bench.edge.admit_feature(nullptr));
        CHECK(bench.edge.admit_feature(&Features::checkout));
        const auto registered = bench.edge.admit_feature(&Features::registration);
        REQUIRE_FALSE(registered);
        CHECK(registered.error().status == 503);
        CHECK(registered.error().code == "feature_off");
        CHECK(header(registered.error().headers, "Retry-After") == "60");

        bench.edge.apply({});

        CHECK(bench.edge.admit_feature(&Features::registration));
    }

    TEST_CASE("a client has so many requests of each kind, and is told what is left") {
        Bench bench{{.quotas = {.browsing = 2, .credentials = 1}}};
        const auto first = bench.edge.count_client(Traffic::browsing, "198.51.100.7");
        CHECK(first.allowed);
        CHECK(header(first.headers, "RateLimit-Policy") == R"("browsing-client";q=2;w=60)");
        CHECK(header(first.headers, "RateLimit") == R"("browsing-client";r=1;t=30)");
        CHECK(bench.edge.count_client(Traffic::browsing, "198.51.100.7").allowed);
        const auto third = bench.edge.count_client(Traffic::browsing, "198.51.100.7");
        CHECK_FALSE(third.allowed);
        const auto refusal = rate_limited(third);
        CHECK(refusal.status == 429);
        CHECK(header(refusal.headers, "Retry-After") == "30");

        CHECK(bench.edge.count_client(Traffic::browsing, "198.51.100.8").allowed);
        CHECK(bench.edge.count_client(Traffic::credentials, "198.51.100.7").allowed);
        CHECK(bench.edge.count_client(Traffic::shopping, "198.51.100.7").headers.empty());
        CHECK(bench.edge.count_client(Traffic::operations, "198.51.100.7").headers.empty());
    }

    TEST_CASE("settings that are put in force hold for the next request") {
        Bench bench{{.hosts = {"shop.example"}, .quotas = {.browsing = 1}}};
        CHECK(bench.edge.count_client(Traffic::browsing, "198.51.100.7").allowed);
        CHECK_FALSE(bench.edge.count_client(Traffic::browsing, "198.51.100.7").allowed);

        bench.edge.apply({.hosts = {"new.example"}, .cors = Cors{{"*"}}, .quotas = {.browsing = 60}});

        CHECK(bench.edge.admit_host(request_to("new.example")));
        CHECK_FALSE(bench.edge.admit_host(request_to("shop.example")));
        CHECK_FALSE(bench.edge.headers_for(request_to("new.example", {{"Origin", "https://any.example"}})).empty());
        CHECK(header(bench.edge.count_client(Traffic::browsing, "198.51.100.8").headers, "RateLimit-Policy") ==
              R"("browsing-client";q=60;w=60)");
    }

    TEST_CASE("requests go on while settings change, each under the old or the new") {
        constexpr int rounds = 200;
        Bench bench{{.hosts = {"shop.example", "old.example"}}};
        std::atomic<bool> is_over = false;
        std::atomic<int> asked = 0;
        std::atomic<int> turned_away = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back([&] {
                while (!is_over) {
                    if (!bench.edge.admit_host(request_to("shop.example"))) ++turned_away;
                    ++asked;
                }
            });
        }
        for (int i = 0; i < rounds; ++i) {
            for (const int before = asked; asked == before;) std::this_thread::yield();
            bench.edge.apply({.hosts = {"new.example", "shop.example"}});
        }
        is_over = true;
        threads.clear();
        CHECK(turned_away == 0);
        CHECK(asked >= rounds);
    }

    TEST_CASE("neighbours in one IPv6 network share a quota, and some clients are not counted at all") {
        Bench bench{{.quotas = {.browsing = 1}, .unlimited = *http::AddressRanges::parse("10.0.0.0/8")}};
        CHECK(bench.edge.count_client(Traffic::browsing, "2001:db8::1").allowed);
        CHECK_FALSE(bench.edge.count_client(Traffic::browsing, "2001:db8::2").allowed);
        for (int i = 0; i < 3; ++i) CHECK(bench.edge.count_client(Traffic::browsing, "10.1.2.3").allowed);
    }
}

}  // namespace orion::rest
