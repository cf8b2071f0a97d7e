#include "orion/persistence/postgres_database.hpp"

#include "support/postgres_shelf.hpp"

#include <doctest/doctest.h>

#include <latch>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;

using test::without_postgres;
using Shelf = test::PostgresShelf;

TEST_CASE("PostgreSQL: what is written is there for every reader, also through another connection") {
    if (without_postgres()) return;
    Shelf shelf;
    REQUIRE(shelf.put("apple"));
    CHECK(shelf.count() == 1);
    PostgresDatabase again{shelf.options()};
    CHECK(again.read([](Session& session) { return session.row<std::string>("SELECT item FROM shelf"); }) ==
          std::tuple{"apple"});
}

TEST_CASE("PostgreSQL: what is bound to a statement comes back unchanged") {
    if (without_postgres()) return;
    Shelf shelf;
    shelf.as_owner("CREATE TABLE t (id INTEGER PRIMARY KEY, number BIGINT, words TEXT)");
    REQUIRE(shelf.database.write([&](Session& session) -> Result<void> {
        CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 1, std::int64_t{1} << 62, "Zoë's \"shop\"") == 1);
        CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 2, std::nullopt, std::nullopt) == 1);
        CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 3, std::optional<std::int64_t>{-1},
                          std::optional{std::string{}}) == 1);
        return {};
    }));
    const auto rows = shelf.database.query([](Session& session) {
        return session.rows<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>>(
            "SELECT * FROM t ORDER BY id");
    });
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == std::tuple{1, std::optional{std::int64_t{1} << 62}, "Zoë's \"shop\""});
    CHECK(rows[1] == std::tuple{2, std::nullopt, std::nullopt});
    CHECK(rows[2] == std::tuple{3, -1, ""});
    shelf.database.read([](Session& session) {
        CHECK(*session.row<std::string, std::string, std::string>("SELECT :2, :1, :2", "one", "two") ==
              std::tuple{"two", "one", "two"});
        CHECK(*session.row<std::string, std::int64_t>("SELECT ':1 '':2', 7::bigint WHERE :1 = 1", 1) ==
              std::tuple{":1 ':2", 7});
    });
}

TEST_CASE("PostgreSQL: an error or an exception undoes its own transaction and reaches its caller") {
    if (without_postgres()) return;
    Shelf shelf{{.url = {}, .direct_url = {}, .pool = 1}};
    const auto refused = shelf.database.write([](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('pear')");
        return fail(ErrorKind::conflict, "out_of_stock", "no");
    });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "out_of_stock");
    CHECK_THROWS_AS(std::ignore = shelf.database.write([](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('pear')");
        throw std::runtime_error{"a bug"};
    }),
                    std::runtime_error);
    REQUIRE(shelf.put("apple"));
    CHECK_THROWS_AS(std::ignore = shelf.put("apple"), ConstraintViolation);
    CHECK(shelf.count() == 1);
}

TEST_CASE("PostgreSQL: a transaction that hides a broken constraint is not committed by halves") {
    if (without_postgres()) return;
    Shelf shelf;
    CHECK_THROWS_AS(std::ignore = shelf.database.write([](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('apple')");
        try {
            session.run("INSERT INTO shelf VALUES ('apple')");
        } catch (const ConstraintViolation&) {
            CHECK_THROWS_AS(session.run("INSERT INTO shelf VALUES ('pear')"), ConstraintViolation);
        }
        return {};
    }),
                    ConstraintViolation);
    CHECK(shelf.count() == 0);
}

TEST_CASE("PostgreSQL: what was sent on ahead fails where the answer is wanted, at the latest at the commit") {
    if (without_postgres()) return;
    Shelf shelf;
    for (const bool asks : {true, false}) {
        CHECK_THROWS_AS(std::ignore = shelf.database.write([&](Session& session) -> Result<void> {
            session.send("INSERT INTO shelf VALUES (:1)", "apple");
            session.send("INSERT INTO shelf VALUES (:1)", "apple");
            session.send("INSERT INTO shelf VALUES (:1)", "pear");
            if (asks) session.row<std::int64_t>("SELECT count(*) FROM shelf");
            return {};
        }),
                        ConstraintViolation);
        CHECK(shelf.count() == 0);
    }
    REQUIRE(shelf.database.write([&](Session& session) -> Result<void> {
        session.send("INSERT INTO shelf VALUES (:1)", "apple");
        session.send("INSERT INTO shelf VALUES (:1)", "pear");
        return {};
    }));
    CHECK(shelf.count() == 2);
}

TEST_CASE("PostgreSQL: two who count the same item at once lose nothing") {
    if (without_postgres()) return;
    Shelf shelf;
    REQUIRE(shelf.put("apple"));
    constexpr int clerks = 6;
    constexpr int times = 20;
    {
        std::vector<std::jthread> threads;
        for (int clerk = 0; clerk < clerks; ++clerk)
            threads.emplace_back([&] {
                for (int time = 0; time < times; ++time)
                    CHECK(shelf.database.write([](Session& session) -> Result<void> {
                        const auto [seen] = *session.row<std::int64_t>("SELECT count FROM shelf WHERE item = 'apple'");
                        session.run("UPDATE shelf SET count = :1 WHERE item = 'apple'", seen + 1);
                        return {};
                    }));
            });
    }
    CHECK(shelf.database.query([](Session& session) {
        return std::get<0>(*session.row<std::int64_t>("SELECT count FROM shelf"));
    }) == clerks * times);
}

TEST_CASE("PostgreSQL: of two who wait for each other one goes first, then the other") {
    if (without_postgres()) return;
    Shelf shelf;
    REQUIRE(shelf.put("apple"));
    REQUIRE(shelf.put("pear"));
    std::latch both_hold_one{2};
    std::atomic<int> runs = 0;
    const auto count_both = [&](std::string_view first, std::string_view second) {
        bool met = false;
        CHECK(shelf.database.write([&](Session& session) -> Result<void> {
            ++runs;
            session.run("UPDATE shelf SET count = count + 1 WHERE item = :1", first);
            if (!std::exchange(met, true)) both_hold_one.arrive_and_wait();
            session.run("UPDATE shelf SET count = count + 1 WHERE item = :1", second);
            return {};
        }));
    };
    {
        const std::jthread one{[&] { count_both("apple", "pear"); }};
        const std::jthread other{[&] { count_both("pear", "apple"); }};
    }
    CHECK(runs > 2);
    CHECK(shelf.database.query([](Session& session) {
        return session.rows<std::int64_t>("SELECT count FROM shelf");
    }) == std::vector{std::tuple{std::int64_t{2}}, std::tuple{std::int64_t{2}}});
}

TEST_CASE("PostgreSQL: a reader sees one moment, however long it looks, and cannot write") {
    if (without_postgres()) return;
    Shelf shelf;
    shelf.database.read([&](Session& session) {
        const auto before = shelf.count();
        std::thread{[&] { CHECK(shelf.put("apple")); }}.join();
        CHECK(shelf.count() == before);
        CHECK_THROWS_AS(session.run("DELETE FROM shelf"), DatabaseFailure);
    });
    CHECK(shelf.count() == 1);
}

TEST_CASE("PostgreSQL: a transaction inside another, or inside a read, is a bug") {
    if (without_postgres()) return;
    Shelf shelf;
    CHECK_THROWS_AS(std::ignore = shelf.database.write([&](Session&) { return shelf.put("apple"); }), std::logic_error);
    CHECK_THROWS_AS(std::ignore = shelf.database.write([&](Session&) -> Result<void> {
        shelf.count();
        return {};
    }),
                    std::logic_error);
    CHECK_THROWS_AS(shelf.database.read([&](Session&) { std::ignore = shelf.put("apple"); }), std::logic_error);
    CHECK_THROWS_AS(shelf.database.query([&](Session& session) {
        session.row<std::int64_t>("SELECT 1");
        session.row<std::int64_t>("SELECT 2");
    }),
                    std::logic_error);
    CHECK(shelf.put("apple"));
}

TEST_CASE("PostgreSQL: each use of the database tells how many statements and round trips it took") {
    if (without_postgres()) return;
    Shelf shelf;
    const auto traffic_of = [&](auto&& use) {
        const auto before = shelf.database.traffic();
        use();
        const auto after = shelf.database.traffic();
        return std::pair{after.statements - before.statements, after.round_trips - before.round_trips};
    };
    CHECK(traffic_of([&] { shelf.count(); }) == std::pair{1L, 1L});
    // BEGIN goes out with the first statement; nobody waits for the end of a read.
    CHECK(traffic_of([&] { CHECK(shelf.put("apple")); }) == std::pair{1L, 2L});
    CHECK(traffic_of([&] {
              shelf.database.read([](Session& session) {
                  session.row<std::int64_t>("SELECT 1");
                  session.row<std::int64_t>("SELECT 2");
              });
          }) == std::pair{2L, 2L});
    CHECK(traffic_of([&] {
              CHECK(shelf.database.write([](Session& session) -> Result<void> {
                  for (const char* item : {"pear", "plum", "fig"}) session.send("INSERT INTO shelf VALUES (:1)", item);
                  return {};
              }));
          }) == std::pair{3L, 1L});
    CHECK(traffic_of([&] { CHECK(shelf.database.write([](Session&) -> Result<void> { return {}; })); }) ==
          std::pair{0L, 0L});
}
