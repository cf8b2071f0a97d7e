#include "orion/cache/in_process_cache.hpp"

#include "support/cache_contract.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;
using orion::cache::InProcessCache;

namespace {

struct InProcessBench {
    Cache& cache() { return in_process; }
    void pass(std::chrono::milliseconds time) { now += time; }

    InProcessCache::Time now{1h};
    InProcessCache in_process{1'000'000, [this] { return now; }};
};

}  // namespace

TEST_SUITE("cache/in_process_cache") {
    TEST_CASE("the contract of a cache") { cache_contract<InProcessBench>(); }

    TEST_CASE("what was not asked for the longest makes room") {
        InProcessCache cache{3000};
        remember(cache, "a", an_entry(std::string(1200, 'a')));
        remember(cache, "b", an_entry(std::string(1200, 'b')));
        REQUIRE(cache.find("a").entry);

        remember(cache, "c", an_entry(std::string(1200, 'c')));

        CHECK(cache.find("a").entry);
        CHECK_FALSE(cache.find("b").entry);
        CHECK(cache.find("c").entry);
        CHECK(cache.snapshot().entries == 2);
        CHECK(cache.snapshot().evicted == 1);
        CHECK(cache.snapshot().bytes <= 3000);
    }

    TEST_CASE("a text larger than the cache is not kept, and takes the place of its older self") {
        InProcessCache cache{1000};
        remember(cache, "a", an_entry("small"));

        remember(cache, "a", an_entry(std::string(1000, 'x')));

        CHECK_FALSE(cache.find("a").entry);
        remember(cache, "b", an_entry("fits"));
        CHECK(value_of(cache, "b") == "fits");
    }

    TEST_CASE("all it holds is counted, and nothing is left when all is gone") {
        InProcessCache cache{100'000};
        for (int i = 0; i < 50; ++i) remember(cache, std::to_string(i), an_entry("x", {"lists", std::to_string(i)}));
        CHECK(cache.snapshot().entries == 50);

        cache.invalidate({"lists"});

        CHECK(cache.snapshot().entries == 0);
        CHECK(cache.snapshot().bytes == 0);
    }

    TEST_CASE("what was begun before more changes than it remembers is not kept") {
        InProcessCache cache{100'000};
        const auto slow = cache.find("tea");
        for (int i = 0; i < 5000; ++i) cache.invalidate({std::to_string(i)});

        cache.put("tea", an_entry("Assam", {"product:1"}), slow.mark);

        CHECK_FALSE(cache.find("tea").entry);
    }

    TEST_CASE("a change of something else does not spoil what is being made") {
        InProcessCache cache{100'000};
        const auto found = cache.find("tea");
        cache.invalidate({"product:2"});

        cache.put("tea", an_entry("Assam", {"product:1"}), found.mark);

        CHECK(value_of(cache, "tea") == "Assam");
    }
}
