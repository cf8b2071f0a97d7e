#include "orion/cache/in_process_cache.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using orion::cache::InProcessCache;

TEST_SUITE("cache/in_process_cache") {
    TEST_CASE("what was put in comes out until its time is over") {
        InProcessCache::Time now{};
        InProcessCache cache{1000, [&now] { return now; }};
        cache.put("tree", "old", 1s);
        cache.put("tree", "new", 1s);

        CHECK(cache.get("tree") == "new");
        now += 999ms;
        CHECK(cache.get("tree") == "new");
        now += 1ms;
        CHECK_FALSE(cache.get("tree"));
        CHECK_FALSE(cache.get("never put in"));
    }

    TEST_CASE("what was not asked for the longest makes room") {
        InProcessCache cache{20};
        cache.put("a", std::string(9, 'a'), 1h);
        cache.put("b", std::string(9, 'b'), 1h);
        REQUIRE(cache.get("a"));

        cache.put("c", std::string(9, 'c'), 1h);

        CHECK(cache.get("a"));
        CHECK_FALSE(cache.get("b"));
        CHECK(cache.get("c"));
    }

    TEST_CASE("a text larger than the cache is not kept, and takes the place of its older self") {
        InProcessCache cache{10};
        cache.put("a", "small", 1h);

        cache.put("a", std::string(10, 'x'), 1h);

        CHECK_FALSE(cache.get("a"));
        cache.put("b", "fits", 1h);
        CHECK(cache.get("b") == "fits");
    }

    TEST_CASE("many threads may use it at once") {
        InProcessCache cache{200};
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&cache, &wrong] {
                for (int i = 0; i < 2000; ++i) {
                    const auto key = std::to_string(i % 50);
                    cache.put(key, key, 1h);
                    const auto found = cache.get(key);
                    if (found && *found != key) ++wrong;
                }
            });
        }
        for (auto& thread : threads) thread.join();

        CHECK(wrong == 0);
    }
}
