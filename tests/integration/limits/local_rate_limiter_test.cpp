#include "orion/limits/local_rate_limiter.hpp"

#include "support/rate_limiter_contract.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>

namespace orion::limits {
namespace {

using namespace std::chrono_literals;

struct Bench {
    explicit Bench(std::size_t askers_max = 1000)
        : counted{askers_max, [this] { return std::chrono::steady_clock::time_point{time.load()}; }} {}

    std::atomic<std::chrono::steady_clock::duration> time{1h};
    LocalRateLimiter counted;

    RateLimiter& limiter() { return counted; }
    void pass(std::chrono::milliseconds duration) { time = time.load() + duration; }
};

}  // namespace

TEST_SUITE("the rate limiter of one process") {
    TEST_CASE("it does what every rate limiter does") { test::rate_limiter_contract<Bench>(); }

    TEST_CASE("a crowd of new askers makes it forget the quiet ones, not grow") {
        Bench bench{1600};
        constexpr RateLimit one_an_hour{.name = "visits", .quota = 1, .window = 1h};
        bench.limiter().take("quiet", one_an_hour);
        for (int i = 0; i < 20'000; ++i) {
            bench.limiter().take("busy", one_an_hour);
            bench.limiter().take(std::to_string(i), one_an_hour);
        }
        CHECK(bench.limiter().take("quiet", one_an_hour).allowed);
        CHECK_FALSE(bench.limiter().take("busy", one_an_hour).allowed);
    }
}

}  // namespace orion::limits
