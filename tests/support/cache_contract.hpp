#pragma once

#include "orion/ports/cache.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace orion::test {

inline CacheEntry an_entry(std::string value, std::vector<std::string> tags = {},
                           std::chrono::milliseconds fresh_for = std::chrono::hours{1}) {
    return {.value = std::move(value), .tags = std::move(tags), .fresh_for = fresh_for, .keep_for = fresh_for * 2};
}

/// As a reader does it: looks, and puts in what it has made when there is nothing.
inline void remember(Cache& cache, const std::string& key, const CacheEntry& entry) {
    cache.put(key, entry, cache.find(key).mark);
}

inline std::string value_of(Cache& cache, const std::string& key) {
    const auto found = cache.find(key);
    return found.entry ? found.entry->value : "";
}

/// What every cache does. `Bench` has `Cache& cache()`, empty, and `pass(milliseconds)`, which lets time pass.
template <class Bench>
// NOLINTNEXTLINE(readability-function-size): a list of cases
void cache_contract() {
    using namespace std::chrono_literals;

    SUBCASE("what was put in comes out, with its tags and the time that is left to it") {
        Bench bench;
        Cache& cache = bench.cache();
        CHECK_FALSE(cache.find("tea").entry);
        const std::string bytes{"not\0text\r\n\xff", 11};

        remember(cache, "tea", an_entry(bytes, {"product:1", "lists"}, 10s));

        const auto found = cache.find("tea").entry;
        REQUIRE(found);
        CHECK(found->value == bytes);
        CHECK(found->tags == std::vector<std::string>{"product:1", "lists"});
        CHECK(found->fresh_for <= 10s);
        CHECK(found->fresh_for > 5s);
        CHECK(found->keep_for <= 20s);
        CHECK(found->keep_for > 15s);
        CHECK_FALSE(cache.find("coffee").entry);
    }

    SUBCASE("the last one put in counts") {
        Bench bench;
        remember(bench.cache(), "tea", an_entry("old", {"lists"}));
        remember(bench.cache(), "tea", an_entry("new"));
        CHECK(value_of(bench.cache(), "tea") == "new");

        bench.cache().invalidate({"lists"});

        CHECK(value_of(bench.cache(), "tea") == "new");
    }

    SUBCASE("an entry first grows stale, and then is gone") {
        Bench bench;
        // A machine that is busy may take a while to look again.
        remember(bench.cache(), "tea", {.value = "Assam", .tags = {}, .fresh_for = 50ms, .keep_for = 1min});
        remember(bench.cache(), "coffee", {.value = "Kenya", .tags = {}, .fresh_for = 50ms, .keep_for = 60ms});

        bench.pass(100ms);

        const auto stale = bench.cache().find("tea").entry;
        REQUIRE(stale);
        CHECK(stale->fresh_for == 0ms);
        CHECK_FALSE(bench.cache().find("coffee").entry);
    }

    SUBCASE("a change ends what shows it and nothing else") {
        Bench bench;
        Cache& cache = bench.cache();
        remember(cache, "tea", an_entry("Assam", {"product:1"}));
        remember(cache, "all", an_entry("Assam, Kenya", {"product:1", "product:2", "lists"}));
        remember(cache, "coffee", an_entry("Kenya", {"product:2"}));
        remember(cache, "tree", an_entry("drinks"));

        CHECK(cache.invalidate({"product:1", "product:never-seen"}));

        CHECK_FALSE(cache.find("tea").entry);
        CHECK_FALSE(cache.find("all").entry);
        CHECK(value_of(cache, "coffee") == "Kenya");
        CHECK(value_of(cache, "tree") == "drinks");
        remember(cache, "tea", an_entry("Assam, dearer", {"product:1"}));
        CHECK(value_of(cache, "tea") == "Assam, dearer");
    }

    SUBCASE("one who began to read before a change does not put back what was before it") {
        Bench bench;
        Cache& cache = bench.cache();
        const auto slow = cache.find("tea");

        cache.invalidate({"product:1"});
        cache.put("tea", an_entry("Assam, cheap", {"product:1"}), slow.mark);

        CHECK_FALSE(cache.find("tea").entry);
    }

    SUBCASE("a slow reader does not undo what a quick one put in after the change") {
        Bench bench;
        Cache& cache = bench.cache();
        const auto slow = cache.find("tea");
        cache.invalidate({"product:1"});
        remember(cache, "tea", an_entry("Assam, dear", {"product:1"}));

        cache.put("tea", an_entry("Assam, cheap", {"product:1"}), slow.mark);

        CHECK(value_of(cache, "tea") == "Assam, dear");
    }

    SUBCASE("what nobody looked for first is not put in") {
        Bench bench;
        bench.cache().put("tea", an_entry("Assam"), "");
        CHECK_FALSE(bench.cache().find("tea").entry);
    }

    SUBCASE("an entry may have as many tags as a page has products") {
        Bench bench;
        std::vector<std::string> tags{"lists"};
        for (int i = 0; i < 101; ++i) tags.push_back("product:" + std::to_string(i));
        remember(bench.cache(), "page", an_entry(std::string(100'000, 'x'), tags));
        CHECK(value_of(bench.cache(), "page").size() == 100'000);

        bench.cache().invalidate({"product:100"});

        CHECK_FALSE(bench.cache().find("page").entry);
    }

    SUBCASE("however readers and changes meet, what is read afterwards is the last state") {
        Bench bench;
        Cache& cache = bench.cache();
        std::atomic<int> stock = 0;
        std::atomic<bool> selling = true;
        std::vector<std::jthread> readers;
        for (int t = 0; t < 3; ++t) {
            readers.emplace_back([&] {
                while (selling) {
                    const auto found = cache.find("tea");
                    if (!found.entry) cache.put("tea", an_entry(std::to_string(stock), {"product:1"}), found.mark);
                }
            });
        }
        int wrong = 0;
        for (int i = 1; i <= 200; ++i) {
            stock = i;
            cache.invalidate({"product:1"});
            const auto seen = value_of(cache, "tea");
            if (!seen.empty() && seen != std::to_string(i)) ++wrong;
        }
        selling = false;
        readers.clear();

        CHECK(wrong == 0);
        const auto last = value_of(cache, "tea");
        CHECK((last.empty() || last == "200"));
    }
}

}  // namespace orion::test
