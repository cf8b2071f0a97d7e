#include "orion/resilience/bulkhead.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

using namespace orion::resilience;
using namespace std::chrono_literals;

TEST_SUITE("resilience/bulkhead") {
    TEST_CASE("whoever finds it full, and nobody leaving in time, is refused") {
        Bulkhead bulkhead{{.calls_max = 2, .waiting_max = 5}};
        const auto first = bulkhead.enter(Deadline::in(0ms));
        auto second = bulkhead.enter(Deadline::in(0ms));
        REQUIRE(first);
        REQUIRE(second);

        CHECK_FALSE(bulkhead.enter(Deadline::in(1ms)));
        second.reset();
        CHECK(bulkhead.enter(Deadline::in(0ms)));

        CHECK(bulkhead.snapshot().refused == 1);
        CHECK(bulkhead.snapshot().entered == 3);
        CHECK(bulkhead.snapshot().under_way == 1);
    }

    TEST_CASE("one who waits gets the place of the one who leaves") {
        Bulkhead bulkhead{{.calls_max = 1, .waiting_max = 1}};
        auto held = bulkhead.enter(Deadline::in(0ms));
        std::atomic<bool> entered = false;
        std::jthread waiting{[&] { entered = bulkhead.enter(Deadline::in(1min)).has_value(); }};
        while (bulkhead.snapshot().waiting == 0) std::this_thread::yield();

        CHECK_FALSE(bulkhead.enter(Deadline::in(1min)));  // nobody else may wait, so this does not
        held.reset();
        waiting.join();

        CHECK(entered);
    }

    TEST_CASE("never more than allowed are inside") {
        Bulkhead bulkhead{{.calls_max = 3, .waiting_max = 100}};
        std::atomic<int> inside = 0;
        std::atomic<int> most = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 200; ++i) {
                    const auto slot = bulkhead.enter(Deadline::in(1min));
                    const int now = ++inside;
                    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                    }
                    --inside;
                }
            });
        }
        threads.clear();

        CHECK(most <= 3);
        CHECK(bulkhead.snapshot().entered == 1600);
        CHECK(bulkhead.snapshot().under_way == 0);
    }
}
