#include "orion/cache/layered_cache.hpp"

#include "support/cache_contract.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;
using cache::CacheOptions;
using cache::InProcessCache;
using cache::LayeredCache;

namespace {

/// A cache that others share, which can be out of reach.
class FakeSharedCache : public Cache {
public:
    Lookup find(std::string_view key) override {
        ++asked;
        return reachable ? inner.find(key) : Lookup{};
    }
    void put(std::string_view key, const CacheEntry& entry, std::string_view mark) override {
        if (reachable) inner.put(key, entry, mark);
    }
    bool invalidate(const std::vector<std::string>& tags) override { return reachable && inner.invalidate(tags); }

    std::atomic<bool> reachable = true;
    std::atomic<int> asked = 0;
    InProcessCache inner;
    explicit FakeSharedCache(resilience::Now now) : inner{1'000'000, std::move(now)} {}
};

/// A shop whose one product costs `price`, read through a cache.
struct Reader {
    explicit Reader(CacheOptions options = {}, bool with_shared = false)
        : layered{options, with_shared ? &shared : nullptr, [this] { return now.load(); },
                  [](std::chrono::milliseconds) { return 0ms; }} {}

    Result<ReadThrough::Answer> ask() {
        return layered.get("tea", [this]() -> Result<CacheEntry> {
            ++loads;
            if (!database_up) return fail(ErrorKind::unavailable, "database_unavailable", "Not now.");
            return an_entry(std::to_string(price), {"product:1"}, 10s);
        });
    }
    std::string shown() {
        const auto answer = ask();
        if (!answer) return std::string{answer.error().code.text()};
        return answer->value + (answer->is_stale ? " (stale)" : "");
    }

    std::atomic<resilience::Time> now{resilience::Time{1h}};
    FakeSharedCache shared{[this] { return now.load(); }};
    LayeredCache layered;
    std::atomic<int> price = 899;
    std::atomic<int> loads = 0;
    std::atomic<bool> database_up = true;
};

/// Somebody whose load takes until it is told to go on; what it loads is what it saw when it began.
class SlowReader {
public:
    SlowReader(Reader& reader, std::string key) : reader_{reader}, key_{std::move(key)} {
        while (!loading_) std::this_thread::yield();
    }
    ~SlowReader() { finish(); }
    SlowReader(const SlowReader&) = delete;
    SlowReader& operator=(const SlowReader&) = delete;

    void finish(bool breaks = false) {
        breaks_ = breaks;
        go_on_ = true;
        if (thread_.joinable()) thread_.join();
    }
    bool was_told = false;  ///< of the exception

private:
    Result<CacheEntry> load() {
        auto seen = std::to_string(reader_.price);
        loading_ = true;
        while (!go_on_) std::this_thread::yield();
        if (breaks_) throw std::runtime_error{"the database broke"};
        return an_entry(std::move(seen), {"product:1"}, 10s);
    }
    void ask() {
        try {
            static_cast<void>(reader_.layered.get(key_, [this] { return load(); }));
        } catch (const std::runtime_error&) {
            was_told = true;
        }
    }

    Reader& reader_;
    const std::string key_;
    std::atomic<bool> loading_ = false, go_on_ = false, breaks_ = false;
    std::jthread thread_{[this] { ask(); }};
};

}  // namespace

TEST_SUITE("cache/layered_cache") {
    TEST_CASE("a thousand who miss one key at once make one load") {
        Reader reader;
        std::latch everybody{1000};
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> shoppers;
            for (int i = 0; i < 1000; ++i) {
                shoppers.emplace_back([&] {
                    everybody.arrive_and_wait();
                    if (reader.shown() != "899") ++wrong;
                });
            }
        }
        CHECK(wrong == 0);
        CHECK(reader.loads == 1);
    }

    TEST_CASE("those who wait for a load are told when it fails") {
        Reader reader;
        SlowReader first{reader, "tea"};
        std::string second_sees;
        std::jthread second{[&] { second_sees = reader.shown(); }};
        while (reader.layered.snapshot().joined == 0) std::this_thread::yield();

        first.finish(true);
        second.join();

        CHECK(first.was_told);
        CHECK(second_sees == "busy");
        CHECK(reader.shown() == "899");
    }

    TEST_CASE("a change is seen by the next who asks") {
        Reader reader;
        CHECK(reader.shown() == "899");
        reader.price = 950;
        CHECK(reader.shown() == "899");

        reader.layered.changed({"product:1"});

        CHECK(reader.shown() == "950");
    }

    TEST_CASE("when the database is down, what is past its time is shown as stale, until it is too old") {
        Reader reader;
        CHECK(reader.shown() == "899");
        reader.database_up = false;
        reader.now = reader.now.load() + 11s;
        CHECK(reader.shown() == "899 (stale)");
        CHECK(reader.layered.snapshot().stale == 1);

        reader.now = reader.now.load() + 10s;
        CHECK(reader.shown() == "database_unavailable");

        reader.database_up = true;
        CHECK(reader.shown() == "899");
    }

    TEST_CASE("what was changed is never shown as stale") {
        Reader reader;
        CHECK(reader.shown() == "899");
        reader.database_up = false;

        reader.layered.changed({"product:1"});

        CHECK(reader.shown() == "database_unavailable");
    }

    TEST_CASE("without news of changes nothing counts as fresh") {
        Reader reader{{.silence_max = 1s}};
        CHECK(reader.shown() == "899");
        CHECK(reader.shown() == "899");
        CHECK(reader.loads == 2);

        reader.layered.caught_up(reader.now);
        CHECK(reader.shown() == "899");
        CHECK(reader.loads == 2);

        reader.now = reader.now.load() + 1001ms;
        reader.database_up = false;
        CHECK(reader.shown() == "899 (stale)");
    }

    TEST_CASE("while one makes a new answer, the others are shown the stale one") {
        Reader reader;
        CHECK(reader.shown() == "899");
        reader.now = reader.now.load() + 11s;
        reader.price = 950;
        SlowReader slow{reader, "tea"};

        CHECK(reader.shown() == "899 (stale)");
        slow.finish();
        CHECK(reader.shown() == "950");
    }

    TEST_CASE("nobody joins a load that may have begun before a change they know of") {
        Reader reader;
        SlowReader slow{reader, "tea"};
        reader.price = 950;
        reader.layered.changed({"product:1"});
        reader.now = reader.now.load() + 600ms;

        CHECK(reader.shown() == "950");
        slow.finish();
        CHECK(reader.shown() == "950");
    }

    TEST_CASE("only so many load at a time, and whoever finds no place has an answer in bounded time") {
        Reader reader{{.wait = 1ms, .loads = {.calls_max = 1, .waiting_max = 1}}};
        const SlowReader slow{reader, "coffee"};

        CHECK(reader.shown() == "busy");
        CHECK(reader.layered.snapshot().loads.refused == 1);
    }

    TEST_CASE("what another process has cached is not loaded again") {
        Reader reader{{}, true};
        remember(reader.shared, "tea", an_entry("899", {"product:1"}, 10s));

        CHECK(reader.shown() == "899");
        CHECK(reader.shown() == "899");

        CHECK(reader.loads == 0);
        CHECK(reader.layered.snapshot().shared_hits == 1);
        CHECK(reader.layered.snapshot().hits == 1);
    }

    TEST_CASE("without the shared cache the shop sells on, and believes it again only after telling it all") {
        Reader reader{{}, true};
        CHECK(reader.shown() == "899");
        reader.shared.reachable = false;
        reader.price = 950;
        reader.layered.changed({"product:1"});
        CHECK(reader.shown() == "950");

        reader.shared.reachable = true;
        reader.layered.lost_track();
        CHECK(value_of(reader.shared, "tea").empty());
        CHECK(reader.shown() == "950");
        CHECK(value_of(reader.shared, "tea") == "950");
    }

    TEST_CASE("a shared cache that missed a change is not asked before it has heard of it") {
        Reader reader{{}, true};
        CHECK(reader.shown() == "899");
        reader.shared.reachable = false;
        reader.price = 950;
        reader.layered.changed({"product:1"});
        reader.shared.reachable = true;

        CHECK(reader.shown() == "950");
        reader.layered.changed({});
        reader.layered.lost_track();
        CHECK(reader.shown() == "950");
    }
}
