#pragma once

#include "orion/ports/rate_limiter.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every rate limiter does. `Bench` has `RateLimiter& limiter()`, which has counted nothing yet, and
/// `pass(milliseconds)`, which lets at least that time pass.
template <class Bench>
void rate_limiter_contract() {
    using namespace std::chrono_literals;
    // Long enough that nothing comes back while a test runs.
    constexpr RateLimit three_an_hour{.name = "visits", .quota = 3, .window = 1h};

    SUBCASE("the quota is allowed at once, and not one more") {
        Bench bench;
        for (const std::int64_t left : {2, 1, 0}) {
            const auto decision = bench.limiter().take("192.0.2.1", three_an_hour);
            CHECK(decision.allowed);
            CHECK(decision.remaining == left);
            CHECK(decision.retry_after == (left > 0 ? 0min : decision.retry_after));
            CHECK(decision.full_after > (2 - left) * 20min);
            CHECK(decision.full_after <= (3 - left) * 20min);
        }
        const auto refused = bench.limiter().take("192.0.2.1", three_an_hour);
        CHECK_FALSE(refused.allowed);
        CHECK(refused.remaining == 0);
        CHECK(refused.retry_after > 19min);
        CHECK(refused.retry_after <= 20min);
    }

    SUBCASE("each asker, and each limit, has a count of its own") {
        Bench bench;
        for (int i = 0; i < 4; ++i) bench.limiter().take("192.0.2.1", three_an_hour);
        CHECK(bench.limiter().take("192.0.2.2", three_an_hour).allowed);
        CHECK(bench.limiter().take("192.0.2.1", {.name = "logins", .quota = 3, .window = 1h}).allowed);
    }

    SUBCASE("what was used comes back evenly, and being refused costs nothing") {
        Bench bench;
        constexpr RateLimit ten_a_second{.name = "visits", .quota = 10, .window = 1s};
        int allowed = 0;
        while (bench.limiter().take("192.0.2.1", ten_a_second).allowed) REQUIRE(++allowed < 1000);
        const auto refused = bench.limiter().take("192.0.2.1", ten_a_second);
        CHECK(refused.retry_after <= 100ms);
        bench.pass(refused.retry_after);
        CHECK(bench.limiter().take("192.0.2.1", ten_a_second).allowed);
        bench.pass(5s);
        CHECK(bench.limiter().take("192.0.2.1", ten_a_second).remaining == 9);
    }

    SUBCASE("many at once get the quota exactly") {
        Bench bench;
        constexpr RateLimit hundred_an_hour{.name = "visits", .quota = 100, .window = 24h};
        std::atomic<int> allowed = 0;
        {
            std::vector<std::jthread> askers;
            for (int i = 0; i < 8; ++i)
                askers.emplace_back([&] {
                    for (int j = 0; j < 50; ++j)
                        if (bench.limiter().take("192.0.2.1", hundred_an_hour).allowed) ++allowed;
                });
        }
        CHECK(allowed == 100);
    }
}

}  // namespace orion::test
