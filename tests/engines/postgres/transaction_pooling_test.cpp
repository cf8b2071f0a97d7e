#include "support/pgbouncer.hpp"
#include "support/postgres_shelf.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::without_postgres;

namespace {

struct PooledShelf {
    test::PostgresShelf direct;
    test::Pgbouncer pooler{direct.name()};
    PostgresDatabase database{options()};

    PostgresOptions options() const {
        auto options = direct.options();
        options.direct_url = options.url;
        options.url = pooler.url() + "?application_name=" + direct.name();
        options.transaction_pooling = true;
        return options;
    }
};

}  // namespace

TEST_CASE("Transaction pooling: more clients than connections trade at once, and none loses anything") {
    if (without_postgres()) return;
    PooledShelf shelf;
    REQUIRE(shelf.direct.put("apple"));
    constexpr int clerks = 6;
    constexpr int times = 15;
    {
        std::vector<std::jthread> threads;
        for (int clerk = 0; clerk < clerks; ++clerk)
            threads.emplace_back([&, clerk] {
                for (int time = 0; time < times; ++time)
                    CHECK(shelf.database.write([&](Session& session) -> Result<void> {
                        const auto [seen] = *session.row<std::int64_t>("SELECT count FROM shelf WHERE item = 'apple'");
                        session.send("UPDATE shelf SET count = :1 WHERE item = 'apple'", seen + 1);
                        session.send("INSERT INTO shelf VALUES (:1, :2)",
                                     std::to_string(clerk) + "/" + std::to_string(time), time);
                        return {};
                    }));
            });
    }
    shelf.database.read([](Session& session) {
        CHECK(session.row<std::int64_t>("SELECT count FROM shelf WHERE item = 'apple'") == std::tuple{clerks * times});
        CHECK(session.row<std::int64_t>("SELECT count(*) FROM shelf") == std::tuple{clerks * times + 1});
    });
}

TEST_CASE("Transaction pooling: a connection that is lent to somebody else keeps nothing of ours") {
    if (without_postgres()) return;
    PooledShelf shelf;
    PostgresDatabase other{shelf.options()};
    for (int round = 0; round < 3; ++round) {
        for (auto* database : {&shelf.database, &other}) {
            CHECK(database->query([](Session& session) {
                return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM shelf"));
            }) == round);
        }
        CHECK_THROWS_AS(std::ignore = shelf.database.write([](Session& session) -> Result<void> {
            session.run("INSERT INTO shelf VALUES ('apple', NULL)");
            return {};
        }),
                        ConstraintViolation);
        REQUIRE(other.write([&](Session& session) -> Result<void> {
            session.run("INSERT INTO shelf VALUES (:1)", std::to_string(round));
            return {};
        }));
    }
    shelf.direct.database.read([&](Session& session) {
        const auto lent = session.row<std::int64_t, std::int64_t>(
            "SELECT count(*), count(*) FILTER (WHERE state LIKE 'idle in%') FROM pg_stat_activity "
            "WHERE application_name = :1",
            shelf.direct.name());
        REQUIRE(lent);
        CHECK(std::get<0>(*lent) > 0);
        CHECK(std::get<1>(*lent) == 0);
    });
}

TEST_CASE("Transaction pooling: connections the server ended are replaced without anybody noticing") {
    if (without_postgres()) return;
    PooledShelf shelf;
    const auto backend = shelf.database.query(
        [](Session& session) { return std::get<0>(*session.row<std::int64_t>("SELECT pg_backend_pid()")); });
    shelf.direct.terminate(backend);
    REQUIRE(shelf.database.write([](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('apple')");
        return {};
    }));
    CHECK(shelf.direct.count() == 1);
}

TEST_CASE("Transaction pooling: changes are heard and roles are led past the pooler") {
    if (without_postgres()) return;
    PooledShelf shelf;
    PostgresDatabase other{shelf.options()};
    auto& signal = other.changes();
    auto mark = signal.mark();
    while (signal.wait(mark, steady_clock::now() + 200ms)) mark = signal.mark();
    REQUIRE(shelf.database.write([](Session& session) -> Result<void> {
        session.send("INSERT INTO shelf VALUES ('apple')");
        return {};
    }));
    CHECK(signal.wait(mark, steady_clock::now() + 10s));
    const auto lead = shelf.database.try_lead("relay");
    REQUIRE(lead);
    CHECK_FALSE(other.try_lead("relay"));
    CHECK(lead->held());
}
