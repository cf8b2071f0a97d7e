#include "orion/resilience/circuit_breaker.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

using namespace orion::resilience;
using namespace std::chrono_literals;

namespace {

struct Watched {
    Time now{1h};
    CircuitBreaker breaker;

    explicit Watched(const BreakerOptions& options = {}) : breaker{options, [this] { return now; }} {}

    void fail(int times) {
        for (int i = 0; i < times; ++i)
            if (auto call = breaker.admit()) call->failed();
    }
    void succeed(int times) {
        for (int i = 0; i < times; ++i)
            if (auto call = breaker.admit()) call->succeeded();
    }
    BreakerState state() const { return breaker.snapshot().state; }
};

}  // namespace

TEST_SUITE("resilience/circuit_breaker") {
    TEST_CASE("it opens when half of at least twenty calls failed") {
        Watched few;
        few.fail(19);
        CHECK(few.state() == BreakerState::closed);
        few.fail(1);
        CHECK(few.state() == BreakerState::open);

        Watched healthy;
        healthy.succeed(21);
        healthy.fail(20);
        CHECK(healthy.state() == BreakerState::closed);
        healthy.fail(1);
        CHECK(healthy.state() == BreakerState::open);
    }

    TEST_CASE("failures of long ago do not count") {
        Watched watched;
        watched.fail(19);
        watched.now += 11s;
        watched.fail(1);
        CHECK(watched.state() == BreakerState::closed);

        for (int second = 0; second < 100; ++second) {
            watched.now += 1s;
            watched.fail(1);
        }
        CHECK(watched.state() == BreakerState::closed);
    }

    TEST_CASE("while open nobody calls; then three may try, and three successes close it") {
        Watched watched;
        watched.fail(20);
        CHECK_FALSE(watched.breaker.admit());
        watched.now += 4999ms;
        CHECK_FALSE(watched.breaker.admit());

        watched.now += 1ms;
        {
            std::vector<CircuitBreaker::Call> trials;
            for (int i = 0; i < 3; ++i) trials.push_back(watched.breaker.admit().value());
            CHECK(watched.state() == BreakerState::half_open);
            CHECK_FALSE(watched.breaker.admit());
            for (auto& trial : trials) trial.succeeded();
        }

        CHECK(watched.state() == BreakerState::closed);
        CHECK(watched.breaker.snapshot().opened == 1);
        CHECK(watched.breaker.snapshot().refused == 3);
    }

    TEST_CASE("each round of trials that fails doubles the time until the next, up to half a minute") {
        Watched watched;
        watched.fail(20);
        for (const auto pause : {5s, 10s, 20s, 30s, 30s}) {
            watched.now += pause - 1ms;
            CHECK_FALSE(watched.breaker.admit());
            watched.now += 1ms;
            auto trial = watched.breaker.admit();
            REQUIRE(trial);
            trial->failed();
            CHECK(watched.state() == BreakerState::open);
        }
        watched.now += 30s;
        watched.succeed(3);
        CHECK(watched.state() == BreakerState::closed);
        watched.fail(20);
        watched.now += 5s;
        CHECK(watched.breaker.admit());
    }

    TEST_CASE("a trial that was given up makes room for another") {
        Watched watched{{.trials = 1}};
        watched.fail(20);
        watched.now += 5s;
        {
            const auto abandoned = watched.breaker.admit();
        }
        CHECK(watched.state() == BreakerState::half_open);

        watched.succeed(1);

        CHECK(watched.state() == BreakerState::closed);
    }

    TEST_CASE("a call from before it opened says nothing about the trials") {
        Watched watched;
        auto slow = watched.breaker.admit();
        watched.fail(20);
        watched.now += 5s;
        auto trial = watched.breaker.admit();

        slow->failed();

        CHECK(watched.state() == BreakerState::half_open);
    }

    TEST_CASE("many threads may call through it") {
        CircuitBreaker breaker{{.calls_min = 1'000'000}};
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&breaker] {
                for (int i = 0; i < 1000; ++i) breaker.admit()->succeeded();
            });
        }
        threads.clear();
        CHECK(breaker.snapshot().succeeded == 4000);
    }
}
