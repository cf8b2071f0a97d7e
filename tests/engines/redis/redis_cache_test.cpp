#include "orion/redis/redis_cache.hpp"

#include "support/cache_contract.hpp"
#include "support/engines.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;
using redis::RedisCache;

namespace {

redis::RedisOptions engine_options() {
    auto options = redis::parse_redis_url(*engine("redis_url")).value();
    options.password = Secret{*engine("redis_password")};
    options.key_prefix = "test-" + std::to_string(std::random_device{}()) + ":";
    options.answer_timeout = 2s;  // the machine may have much else to do
    return options;
}

struct RedisBench {
    Cache& cache() { return shared; }
    void pass(std::chrono::milliseconds time) {
        const auto end = std::chrono::steady_clock::now() + time;
        eventually([end] { return std::chrono::steady_clock::now() >= end; });
    }
    RedisCache shared{engine_options()};
};

std::chrono::milliseconds time_of(const std::function<void()>& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
}

}  // namespace

TEST_SUITE("redis/cache") {
    TEST_CASE("Redis keeps the contract of a cache") {
        if (!engine("redis_url")) {
            MESSAGE("SKIPPED: no engines run");
            return;
        }
        cache_contract<RedisBench>();
    }

    TEST_CASE("what one process puts in, another finds, and what it ends is ended for all") {
        const RedisServer server;
        RedisCache here{server.options()};
        RedisCache there{server.options()};
        remember(here, "tea", an_entry("Assam", {"product:1"}));
        CHECK(value_of(there, "tea") == "Assam");
        const auto slow = here.find("all");

        CHECK(there.invalidate({"product:1"}));

        CHECK_FALSE(here.find("tea").entry);
        here.put("all", an_entry("Assam, Kenya", {"product:1"}), slow.mark);
        CHECK_FALSE(there.find("all").entry);
        CHECK(there.snapshot().hits == 1);
        CHECK(here.snapshot().puts == 1);
    }

    TEST_CASE("it needs no more rights than the server's user has, who may not look through the keys") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam", {"product:1"}));
        cache.invalidate({"product:1"});

        CHECK(server.ask("ACL LOG") == "");
        CHECK(server.ask("ACL DRYRUN shop KEYS '*'").contains("no permissions"));
        CHECK(server.ask("ACL DRYRUN shop SCAN 0").contains("no permissions"));
        CHECK(server.ask("ACL DRYRUN shop FLUSHDB").contains("no permissions"));
    }

    TEST_CASE(
        "it writes under its prefix only, and neither its password nor anything that does not expire but one mark") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam", {"product:1"}));

        CHECK(server.ask("--scan").contains("t:e:tea"));
        for (const auto* const key : {"t:e:tea", "t:v:product:1", "t:v:server"})
            CHECK(server.ask(std::string{"PTTL "} + key) != "-1");
        CHECK(server.ask("DBSIZE") == "4");
        CHECK_FALSE(server.ask("HGETALL t:e:tea").contains("tea-secret"));
    }

    TEST_CASE("a server that forgets the version of a tag ends what has it") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam", {"product:1"}));

        server.ask("DEL t:v:product:1");

        CHECK_FALSE(cache.find("tea").entry);
    }

    TEST_CASE("what a process of another version wrote is not understood") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam"));
        server.ask("HSET t:e:tea v 2Assam");
        CHECK_FALSE(cache.find("tea").entry);
    }

    TEST_CASE("a server that is killed is no failure, and is used again when it is back") {
        RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam"));
        server.kill();

        CHECK_FALSE(cache.find("tea").entry);
        CHECK_FALSE(cache.invalidate({"product:1"}));
        for (int i = 0; i < 20; ++i) remember(cache, "tea", an_entry("Assam"));
        CHECK(cache.snapshot().breaker.opened >= 1);

        server.restart();
        CHECK(eventually([&] {
            remember(cache, "tea", an_entry("Assam"));
            return value_of(cache, "tea") == "Assam";
        }));
    }

    TEST_CASE("a server that was restarted under idle connections costs nobody an answer") {
        RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam"));
        server.restart();

        remember(cache, "tea", an_entry("Kenya"));

        CHECK(value_of(cache, "tea") == "Kenya");
        CHECK(cache.snapshot().breaker.failed == 0);
    }

    TEST_CASE("a server that comes back with what it once knew is not believed: it may have missed changes") {
        RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam, cheap", {"product:1"}));
        server.ask("SAVE");
        cache.invalidate({"product:1"});

        server.restart();

        CHECK(server.ask("EXISTS t:e:tea") == "1");
        CHECK_FALSE(cache.find("tea").entry);
    }

    TEST_CASE("a server that hangs costs the time-out, then nothing, until it goes on") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam"));
        server.pause();

        CHECK(time_of([&] { CHECK_FALSE(cache.find("tea").entry); }) < 1s);
        CHECK(eventually([&] {
            cache.find("tea");
            return cache.snapshot().breaker.state == resilience::BreakerState::open;
        }));
        const auto refused = cache.snapshot().breaker.refused;
        CHECK(time_of([&] { CHECK_FALSE(cache.find("tea").entry); }) < 150ms);
        CHECK(cache.snapshot().breaker.refused > refused);

        server.resume();
        CHECK(eventually([&] {
            remember(cache, "tea", an_entry("Assam"));
            return value_of(cache, "tea") == "Assam";
        }));
    }

    TEST_CASE("a server that makes clients wait is a slow one") {
        const RedisServer server;
        RedisCache cache{server.options()};
        remember(cache, "tea", an_entry("Assam"));
        server.ask("CLIENT PAUSE 1500 ALL");

        CHECK(time_of([&] { CHECK_FALSE(cache.find("tea").entry); }) < 1s);
        CHECK(eventually([&] {
            remember(cache, "tea", an_entry("Assam"));
            return value_of(cache, "tea") == "Assam";
        }));
    }

    TEST_CASE("a replica, which takes no writes, is not talked to") {
        const RedisServer master;
        RedisServer replica{{"--replicaof", "127.0.0.1 " + std::to_string(master.port()), "--masteruser", "admin",
                             "--masterauth", "admin"}};
        RedisCache cache{replica.options()};

        CHECK(cache.find("tea").mark.empty());
        CHECK_FALSE(cache.invalidate({"product:1"}));

        replica.ask("REPLICAOF NO ONE");
        CHECK(eventually([&] {
            remember(cache, "tea", an_entry("Assam"));
            return value_of(cache, "tea") == "Assam";
        }));
        replica.ask("REPLICAOF 127.0.0.1 " + std::to_string(master.port()));
        CHECK(eventually([&] { return cache.find("tea").mark.empty(); }));
    }

    TEST_CASE("a wrong password is no failure either") {
        const RedisServer server;
        auto options = server.options();
        options.password = Secret{"wrong"};
        RedisCache cache{options};

        CHECK(cache.find("tea").mark.empty());
        CHECK_FALSE(cache.invalidate({"product:1"}));
    }

    TEST_CASE("more callers than connections go without") {
        const RedisServer server;
        auto options = server.options();
        options.connections_max = 1;
        RedisCache cache{options};
        remember(cache, "tea", an_entry("Assam"));
        server.pause();
        std::jthread waiting{[&] { cache.find("tea"); }};
        REQUIRE(eventually([&] { return cache.snapshot().calls.under_way == 1; }));

        cache.find("tea");
        server.resume();

        CHECK(cache.snapshot().calls.refused == 1);
    }
}

TEST_SUITE("redis/options") {
    TEST_CASE("a URL says where, as whom and which database") {
        const auto options = redis::parse_redis_url("redis://shop@cache.example:6380/2").value();
        CHECK(options.address == redis::Address{"cache.example", 6380});
        CHECK(options.user == "shop");
        CHECK(options.database == 2);
        CHECK(redis::parse_redis_url("redis://localhost")->address == redis::Address{"localhost", 6379});
        CHECK(redis::parse_redis_url("redis://[::1]:7000/")->address == redis::Address{"::1", 7000});
    }

    TEST_CASE("a URL with a password, with TLS or without sense is refused, and not repeated") {
        for (const auto* const url :
             {"redis://shop:hunter2@cache", "rediss://cache", "cache:6379", "redis://", "redis://cache:0",
              "redis://cache:70000", "redis://cache/x", "redis://cache/-1", "redis://@cache", "redis://a b"}) {
            const auto options = redis::parse_redis_url(url);
            REQUIRE_FALSE(options);
            CHECK_FALSE(options.error().message.contains("hunter2"));
        }
    }
}
