#include "orion/redis/redis_rate_limiter.hpp"

#include "support/rate_limiter_contract.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;
using redis::RedisRateLimiter;

namespace {

redis::RedisOptions patient(redis::RedisOptions options) {
    options.answer_timeout = 5s;  // the machine may have much else to do
    options.connect_timeout = 5s;
    return options;
}

struct Bench {
    RateLimiter& limiter() { return shared; }
    void pass(std::chrono::milliseconds time) {
        const auto end = std::chrono::steady_clock::now() + time;
        eventually([end] { return std::chrono::steady_clock::now() >= end; });
    }
    RedisServer server;
    RedisRateLimiter shared{patient(server.options()), 1000};
};

}  // namespace

TEST_SUITE("redis/rate limiter") {
    TEST_CASE("the contract of a rate limiter") { rate_limiter_contract<Bench>(); }

    TEST_CASE("four replicas together allow the quota exactly") {
        const RedisServer server;
        constexpr RateLimit hundred_a_day{.name = "visits", .quota = 100, .window = 24h};
        std::vector<std::unique_ptr<RedisRateLimiter>> replicas;
        for (int i = 0; i < 4; ++i)
            replicas.push_back(std::make_unique<RedisRateLimiter>(patient(server.options()), 1000));
        std::atomic<int> allowed = 0;
        {
            std::vector<std::jthread> crowd;
            for (const auto& replica : replicas)
                crowd.emplace_back([&allowed, &replica, &hundred_a_day] {
                    for (int i = 0; i < 60; ++i)
                        if (replica->take("192.0.2.1", hundred_a_day).allowed) ++allowed;
                });
        }
        CHECK(allowed == 100);
    }

    TEST_CASE("without Redis each replica counts for itself, and with it again they count together") {
        RedisServer server;
        constexpr RateLimit three_a_day{.name = "visits", .quota = 3, .window = 24h};
        RedisRateLimiter here{server.options(), 1000};
        RedisRateLimiter there{server.options(), 1000};
        server.kill();
        for (int i = 0; i < 3; ++i) CHECK(here.take("192.0.2.1", three_a_day).allowed);
        CHECK_FALSE(here.take("192.0.2.1", three_a_day).allowed);
        CHECK(there.take("192.0.2.1", three_a_day).allowed);

        server.restart();
        int allowed = 0;
        const auto both_ask = [&] {
            for (auto* const replica : {&here, &there})
                if (replica->take("192.0.2.7", three_a_day).allowed) ++allowed;
        };
        CHECK(eventually([&] { return here.take("192.0.2.9", three_a_day).allowed; }));
        CHECK(eventually([&] { return !server.ask("--raw EXISTS t:r:visits:192.0.2.9").starts_with('0'); }));
        CHECK(eventually([&] {
            both_ask();
            return server.ask("--raw EXISTS t:r:visits:192.0.2.7").starts_with('1');
        }));
    }

    TEST_CASE("what is counted is forgotten by the server when nothing is owed any more") {
        const RedisServer server;
        RedisRateLimiter limiter{patient(server.options()), 1000};
        limiter.take("192.0.2.1", {.name = "visits", .quota = 10, .window = 500ms});
        CHECK(eventually([&] { return server.ask("--raw EXISTS t:r:visits:192.0.2.1") == "0"; }));
    }
}
