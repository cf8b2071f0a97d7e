#include "orion/persistence/session.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <latch>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;

namespace {

struct OpenSession {
    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "orion.db";
    Session session{(std::ofstream{file}, Session::Options{.file = file})};
};

}  // namespace

TEST_CASE("What is bound to a statement comes back unchanged") {
    OpenSession open;
    auto& session = open.session;
    session.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER, words TEXT) STRICT");
    const std::string zero_inside{"a\0b", 3};
    CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 1, std::int64_t{1} << 62, "Zoë's \"shop\"") == 1);
    CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 2, std::nullopt, zero_inside) == 1);
    CHECK(session.run("INSERT INTO t VALUES (:1, :2, :3)", 3, std::optional<std::int64_t>{},
                      std::optional{std::string{}}) == 1);

    const auto rows =
        session.rows<std::int64_t, std::optional<std::int64_t>, std::string>("SELECT * FROM t ORDER BY id");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == std::tuple{1, std::optional{std::int64_t{1} << 62}, "Zoë's \"shop\""});
    CHECK(rows[1] == std::tuple{2, std::nullopt, zero_inside});
    CHECK(rows[2] == std::tuple{3, std::nullopt, ""});
}

TEST_CASE("Parameters bind by their number, in any order and more than once") {
    OpenSession open;
    const auto row = open.session.row<std::string, std::string, std::string>("SELECT :2, :1, :2", "one", "two");
    CHECK(*row == std::tuple{"two", "one", "two"});
}

TEST_CASE("Ids, instants and SKUs bind as text, milliseconds and text") {
    OpenSession open;
    const auto order = OrderId::parse("0197a1b2-0000-7000-8000-00000000000a").value();
    const Instant instant{std::chrono::milliseconds{1234}};
    for (int round = 0; round < 2; ++round)
        CHECK(*open.session.row<std::string, std::int64_t, std::string>("SELECT :1, :2, :3", order, instant,
                                                                        Sku::parse("A-1").value()) ==
              std::tuple{order.to_string(), 1234, "A-1"});
}

TEST_CASE("A statement says how many rows it changed, each time") {
    OpenSession open;
    auto& session = open.session;
    session.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT");
    for (int id = 1; id <= 3; ++id) session.run("INSERT INTO t VALUES (:1)", id);
    std::vector<std::int64_t> changed;
    for (const int bound : {2, 2, 9}) changed.push_back(session.run("DELETE FROM t WHERE id <= :1", bound));
    CHECK(changed == std::vector<std::int64_t>{2, 0, 1});
}

TEST_CASE("A broken constraint tells which one, and the next statement works") {
    OpenSession open;
    auto& session = open.session;
    session.run_script(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, size INTEGER CONSTRAINT positive "
        "CHECK (size > 0)) STRICT;"
        "CREATE TABLE child (parent INTEGER REFERENCES parent) STRICT");
    const auto kind_of = [&](auto&& statement) {
        try {
            statement();
        } catch (const ConstraintViolation& violation) {
            return std::pair{violation.kind, violation.name};
        }
        return std::pair{Constraint::other, std::string{"none"}};
    };
    const auto insert = [&](int id, std::optional<std::string> code, int size) {
        return kind_of([&] { session.run("INSERT INTO parent VALUES (:1, :2, :3)", id, code, size); });
    };
    CHECK(insert(1, "a", 1).second == "none");
    CHECK(insert(2, "a", 1) == std::pair{Constraint::unique, std::string{"parent.code"}});
    CHECK(insert(1, "b", 1) == std::pair{Constraint::unique, std::string{"parent.id"}});
    CHECK(insert(2, "b", 0) == std::pair{Constraint::check, std::string{"positive"}});
    CHECK(insert(2, std::nullopt, 1) == std::pair{Constraint::not_null, std::string{"parent.code"}});
    CHECK(kind_of([&] { session.run("INSERT INTO child VALUES (:1)", 7); }).first == Constraint::foreign_key);
    CHECK(insert(2, "b", 1).second == "none");
}

TEST_CASE("A wrong statement is a failure, a wrong number of parameters or columns a bug") {
    OpenSession open;
    auto& session = open.session;
    CHECK_THROWS_AS(session.run("SELEC"), DatabaseFailure);
    CHECK_THROWS_AS(session.row<std::int64_t>("SELECT :1"), std::logic_error);
    CHECK_THROWS(session.row<std::int64_t>("SELECT 1", 5));
    CHECK_THROWS_AS((session.row<std::int64_t, std::int64_t>("SELECT 1")), std::logic_error);
    CHECK_THROWS_AS(session.row<std::int64_t>("SELECT NULL"), std::logic_error);
    CHECK(session.row<std::int64_t>("SELECT 1"));
}

TEST_CASE("A row that was not read to its end does not hold on to the past") {
    OpenSession open;
    auto& session = open.session;
    session.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (1), (2), (3)");
    CHECK(session.row<std::int64_t>("SELECT id FROM t ORDER BY id"));
    Session other{{.file = open.file}};
    other.run("INSERT INTO t VALUES (4)");
    CHECK(std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM t")) == 4);
}

TEST_CASE("A database that is missing, damaged or no database is refused and left alone") {
    test::TemporaryFolder folder;
    const auto file = folder.path() / "orion.db";
    CHECK_THROWS_AS(Session{{.file = file}}, CannotOpenDatabase);
    CHECK_FALSE(std::filesystem::exists(file));
    std::ofstream{file} << std::string(8192, 'x');
    CHECK_THROWS_AS(Session{{.file = file}}, CannotOpenDatabase);
    CHECK(std::filesystem::file_size(file) == 8192);
    CHECK_THROWS_AS(Session{{.file = folder.path()}}, CannotOpenDatabase);
}

TEST_CASE("Whoever opens a file while another holds its lock waits for it") {
    OpenSession open;
    open.session.run_script("PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE");
    auto second = std::async(std::launch::async, [&] { Session{{.file = open.file}}; });
    CHECK(second.wait_for(50ms) == std::future_status::timeout);
    open.session.run_script("COMMIT");
    CHECK_NOTHROW(second.get());
}

TEST_CASE("Many may open a new file at once") {
    for (int round = 0; round < 25; ++round) {
        const test::TemporaryFolder folder;
        const auto file = folder.path() / "orion.db";
        const std::ofstream made{file};
        std::latch start{4};
        std::vector<std::future<void>> openers;
        for (int i = 0; i < 4; ++i)
            openers.push_back(std::async(std::launch::async, [&, i] {
                start.arrive_and_wait();
                Session session{
                    {.file = file, .access = i % 2 == 0 ? Session::Access::read_write : Session::Access::read_only}};
                session.row<std::int64_t>("SELECT count(*) FROM sqlite_schema");
            }));
        for (auto& opener : openers) CHECK_NOTHROW(opener.get());
    }
}
