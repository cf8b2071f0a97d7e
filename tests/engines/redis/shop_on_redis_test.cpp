#include "orion/cache/catalog_invalidation.hpp"
#include "orion/redis/redis_cache.hpp"

#include "support/cache_contract.hpp"
#include "support/catalog_changes_contract.hpp"
#include "support/redis_server.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <latch>
#include <string>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;
using redis::RedisCache;

namespace {

/// One API process: its own caches before a Redis and a database that others use too.
struct Replica {
    Replica(TeaShop& shop, const redis::RedisOptions& options)
        : shop_{shop},
          shared{options},
          layered{{.silence_max = 1s}, &shared},
          invalidation{layered, {shop.database, clock_, log_}, 1h} {}

    std::string price() {
        const auto answer = layered.get("tea", [this]() -> Result<CacheEntry> {
            ++loads;
            return CacheEntry{std::to_string(shop_.shown_price()), {"product:" + shop_.tea.to_string()}, 10min, 1h};
        });
        return answer ? answer->value : std::string{answer.error().code.text()};
    }

private:
    TeaShop& shop_;
    system::SystemClock clock_;
    FakeLog log_;

public:
    std::atomic<int> loads = 0;
    RedisCache shared;
    cache::LayeredCache layered;
    cache::CatalogInvalidation invalidation;
};

struct TwoReplicas {
    RedisServer server;
    ShopDatabase database{"messaging", "catalog"};
    TeaShop shop{database.database};
    Replica here{shop, server.options()};
    Replica there{shop, server.options()};

    bool both_show(const std::string& price) {
        return eventually([&] { return here.price() == price && there.price() == price; }, 1s);
    }
};

/// A sentinel that watches `master`.
class Sentinel {
public:
    /// With `users`, lines of its configuration, `ask` is of no use.
    explicit Sentinel(const RedisServer& master, const std::string& users = "") {
        const auto file = folder_.path() / "sentinel.conf";
        std::ofstream{file} << "port " << port << "\nbind 127.0.0.1\nsentinel monitor shop 127.0.0.1 " << master.port()
                            << " 1\nsentinel auth-user shop admin\nsentinel auth-pass shop admin\n"
                               "sentinel down-after-milliseconds shop 300\nsentinel failover-timeout shop 3000\n"
                            << users;
        pid_ = ::fork();
        if (pid_ != 0) return;
        const int log = ::open("/dev/null", O_WRONLY);
        if (log >= 0) ::dup2(log, STDOUT_FILENO);
        ::execlp("redis-server", "redis-server", file.c_str(), "--sentinel", nullptr);
        ::_exit(1);
    }
    ~Sentinel() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    Sentinel(const Sentinel&) = delete;
    Sentinel& operator=(const Sentinel&) = delete;

    std::string ask(const std::string& command) const {
        const auto line = "redis-cli -p " + std::to_string(port) + " " + command + " 2>/dev/null";
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(line.c_str(), "r"), ::pclose};
        std::string text(10'000, '\0');
        text.resize(std::fread(text.data(), 1, text.size(), pipe.get()));
        return text;
    }

    const std::uint16_t port = free_port();

private:
    TemporaryFolder folder_;
    pid_t pid_ = -1;
};

}  // namespace

TEST_SUITE("redis/shop") {
    TEST_CASE("one replica reads the database, the other has the answer from Redis") {
        TwoReplicas replicas;
        const auto follows = [](Replica& replica) {
            return eventually([&] {
                replica.price();
                return replica.layered.snapshot().hits > 0;
            });
        };
        REQUIRE(follows(replicas.here));
        REQUIRE(follows(replicas.there));
        int loads = 0;
        const auto menu = [&loads](Replica& replica) {
            return replica.layered
                .get("menu",
                     [&loads]() -> Result<CacheEntry> {
                         ++loads;
                         return an_entry("tea, coffee", {"lists"});
                     })
                ->value;
        };

        const auto before = replicas.there.layered.snapshot().shared_hits;

        CHECK(menu(replicas.here) == "tea, coffee");
        CHECK(menu(replicas.there) == "tea, coffee");

        CHECK(loads == 1);
        CHECK(replicas.there.layered.snapshot().shared_hits == before + 1);
    }

    TEST_CASE("a new price is shown by both replicas within a second") {
        TwoReplicas replicas;
        CHECK(replicas.both_show("899"));
        for (int pence = 900; pence < 905; ++pence) {
            replicas.shop.reprice(pence);
            CHECK(replicas.both_show(std::to_string(pence)));
        }
    }

    TEST_CASE("so it is while Redis is gone, hangs, and comes back") {
        TwoReplicas replicas;
        CHECK(replicas.both_show("899"));
        replicas.server.kill();
        replicas.shop.reprice(900);
        CHECK(replicas.both_show("900"));

        replicas.server.restart();
        replicas.shop.reprice(901);
        CHECK(replicas.both_show("901"));

        replicas.server.pause();
        replicas.shop.reprice(902);
        CHECK(replicas.both_show("902"));
        replicas.server.resume();
        replicas.shop.reprice(903);
        CHECK(replicas.both_show("903"));
        CHECK(replicas.here.layered.snapshot().failed == 0);
        CHECK(replicas.there.layered.snapshot().failed == 0);
    }

    TEST_CASE("a thousand who miss one key at once make one load, on Redis too") {
        const RedisServer server;
        RedisCache shared{server.options()};
        cache::LayeredCache layered{{}, &shared};
        std::atomic<int> loads = 0;
        std::atomic<int> right = 0;
        std::latch everybody{1000};
        std::vector<std::jthread> shoppers;
        for (int i = 0; i < 1000; ++i) {
            shoppers.emplace_back([&] {
                everybody.arrive_and_wait();
                const auto answer = layered.get("tea", [&loads]() -> Result<CacheEntry> {
                    ++loads;
                    return an_entry("899");
                });
                if (answer && answer->value == "899") ++right;
            });
        }
        shoppers.clear();
        CHECK(loads == 1);
        CHECK(right == 1000);
    }

    TEST_CASE("sentinels that want a password are given it, and tell nobody else where the master is") {
        const RedisServer master;
        const Sentinel sentinel{master,
                                "user default off\nuser guide on >guide-secret ~* &* -@all "
                                "+sentinel|get-master-addr-by-name\n"};
        auto options = master.options();
        options.address = {};
        options.sentinels = {{"127.0.0.1", sentinel.port}};
        options.sentinel_master = "shop";
        options.sentinel_user = "guide";
        options.sentinel_password = Secret{"guide-secret"};
        RedisCache cache{options};
        CHECK(eventually([&] {
            remember(cache, "tea", an_entry("Assam"));
            return value_of(cache, "tea") == "Assam";
        }));

        options.sentinel_password = Secret{"another-secret"};
        CHECK(RedisCache{options}.find("tea").mark.empty());
        options.sentinel_password = SecretSource{};
        CHECK(RedisCache{options}.find("tea").mark.empty());
    }

    TEST_CASE("when the master is lost, the sentinels say who takes its place") {
        RedisServer master;
        const RedisServer replica{{"--replicaof", "127.0.0.1 " + std::to_string(master.port()), "--masteruser", "admin",
                                   "--masterauth", "admin"}};
        const Sentinel sentinel{master};
        REQUIRE(eventually(
            [&] { return sentinel.ask("SENTINEL replicas shop").contains(std::to_string(replica.port())); }));
        auto options = master.options();
        options.address = {};
        options.sentinels = {{"127.0.0.1", free_port()}, {"127.0.0.1", sentinel.port}};  // the first one is away
        options.sentinel_master = "shop";
        RedisCache cache{options};
        remember(cache, "tea", an_entry("Assam", {"product:1"}));
        CHECK(value_of(cache, "tea") == "Assam");
        REQUIRE(eventually([&] { return replica.ask("EXISTS t:e:tea") == "1"; }));

        master.kill();

        CHECK(eventually([&] { return cache.invalidate({"product:2"}); }, 60s));
        CHECK_FALSE(cache.find("tea").entry);  // the new master may have missed a change
        remember(cache, "tea", an_entry("Kenya"));
        CHECK(value_of(cache, "tea") == "Kenya");
        CHECK(replica.ask("HGET t:e:tea v").ends_with("Kenya"));
    }
}
