#include "orion/persistence/postgres_database.hpp"

#include "support/postgres_shelf.hpp"
#include "support/tcp_forwarder.hpp"

#include <doctest/doctest.h>

#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::without_postgres;
using Shelf = test::PostgresShelf;

namespace {

/// A shelf behind a cable of its own.
struct RemoteShelf {
    explicit RemoteShelf(PostgresOptions options = {}) : shelf{through(cable, std::move(options))} {}

    static PostgresOptions through(const test::TcpForwarder& cable, PostgresOptions options) {
        options.url = test::through(cable, test::engine("postgres_url").value());
        return options;
    }

    test::TcpForwarder cable{test::port_of(test::engine("postgres_url").value())};
    Shelf shelf;
};

std::int64_t backend_of(Session& session) { return std::get<0>(*session.row<std::int64_t>("SELECT pg_backend_pid()")); }

template <class F>
bool eventually(F&& holds) {
    std::mutex nobody;
    std::condition_variable pause;
    std::unique_lock lock{nobody};
    const auto deadline = steady_clock::now() + 10s;
    while (steady_clock::now() < deadline) {
        if (holds()) return true;
        pause.wait_for(lock, 5ms);
    }
    return false;
}

bool counts(Shelf& shelf) {
    return shelf.database
        .query([](Session& session) -> Result<std::int64_t> {
            return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM shelf"));
        })
        .has_value();
}

}  // namespace

TEST_CASE("PostgreSQL: nobody notices that the server ended connections nobody used") {
    if (without_postgres()) return;
    Shelf shelf;
    REQUIRE(shelf.put("apple"));
    for (int round = 0; round < 3; ++round) {
        const auto backend = shelf.database.query(backend_of);
        shelf.terminate(backend);
        CHECK(shelf.count() == 1);
        const auto next = shelf.database.query(backend_of);
        CHECK(next != backend);
        shelf.terminate(next);
        CHECK(shelf.database.write([](Session& session) -> Result<void> {
            session.run("UPDATE shelf SET count = count + 1");
            return {};
        }));
    }
    CHECK(shelf.database.query([](Session& session) {
        return std::get<0>(*session.row<std::int64_t>("SELECT count FROM shelf"));
    }) == 3);
}

TEST_CASE("PostgreSQL: a transaction whose connection ends before the commit is run again, and counts once") {
    if (without_postgres()) return;
    Shelf shelf;
    int runs = 0;
    REQUIRE(shelf.database.write([&](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('apple')");
        if (++runs == 1) shelf.terminate(backend_of(session));
        session.run("UPDATE shelf SET count = count + 1");
        return {};
    }));
    CHECK(runs == 2);
    CHECK(shelf.count() == 1);
}

TEST_CASE("PostgreSQL: a reader whose connection ends in the middle learns that the database is unavailable") {
    if (without_postgres()) return;
    Shelf shelf;
    const auto read = shelf.database.read([&](Session& session) -> Result<std::int64_t> {
        shelf.terminate(backend_of(session));
        return backend_of(session);
    });
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "database_unavailable");
    CHECK(shelf.count() == 0);
}

TEST_CASE("PostgreSQL: while the server is away everybody is told soon, and all is well when it is back") {
    if (without_postgres()) return;
    RemoteShelf remote;
    auto& shelf = remote.shelf;
    REQUIRE(shelf.put("apple"));
    remote.cable.set_down(true);
    remote.cable.cut();
    REQUIRE(eventually([&] { return !counts(shelf); }));
    // By now it is known, and nobody waits for a connection any more.
    REQUIRE(eventually([&] {
        const auto begin = steady_clock::now();
        const auto refused = shelf.put("pear");
        CHECK_FALSE(refused);
        return steady_clock::now() - begin < 50ms;
    }));
    remote.cable.set_down(false);
    CHECK(eventually([&] { return counts(shelf); }));
    CHECK(shelf.put("plum"));
    CHECK(shelf.count() == 2);
}

TEST_CASE("PostgreSQL: a commit whose answer was lost is answered as unavailable and not run again") {
    if (without_postgres()) return;
    RemoteShelf remote;
    auto& shelf = remote.shelf;
    int runs = 0;
    std::thread cutter;
    const auto outcome = shelf.database.write([&](Session& session) -> Result<void> {
        ++runs;
        session.run("INSERT INTO shelf VALUES ('apple')");
        // From here on the server hears nothing, and then the line goes dead.
        remote.cable.let_pass(test::TcpForwarder::Flow::none);
        cutter = std::thread{[&] { remote.cable.cut(); }};
        return {};
    });
    cutter.join();
    remote.cable.let_pass(test::TcpForwarder::Flow::both);
    CHECK(runs == 1);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == ErrorKind::unavailable);
    CHECK(shelf.count() == 0);
}

TEST_CASE("PostgreSQL: when all connections are in use the next one is told in time") {
    if (without_postgres()) return;
    Shelf shelf{{.url = {}, .direct_url = {}, .pool = 1, .read_wait = 50ms, .write_timeout = 80ms}};
    std::latch holding{1};
    std::latch let_go{1};
    std::thread holder{[&] {
        shelf.database.read([&](Session& session) {
            backend_of(session);
            holding.count_down();
            let_go.wait();
        });
    }};
    holding.wait();
    const auto begin = steady_clock::now();
    CHECK_FALSE(counts(shelf));
    const auto refused = shelf.put("apple");
    CHECK(steady_clock::now() - begin < 2s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::unavailable);
    let_go.count_down();
    holder.join();
    CHECK(shelf.put("apple"));
}

TEST_CASE("PostgreSQL: a statement that takes too long and a lock nobody lets go end in time") {
    if (without_postgres()) return;
    Shelf shelf{{.url = {}, .direct_url = {}, .statement_timeout = 150ms, .lock_timeout = 50ms}};
    REQUIRE(shelf.put("apple"));
    const auto slow = shelf.database.query([](Session& session) -> Result<void> {
        session.row<std::string>("SELECT pg_sleep(30)::text");
        return {};
    });
    REQUIRE_FALSE(slow);
    CHECK(slow.error().kind == ErrorKind::unavailable);
    REQUIRE(shelf.database.write([&](Session& session) -> Result<void> {
        session.run("UPDATE shelf SET count = 1");
        std::thread{[&] {
            CHECK_FALSE(shelf.database.write([](Session& other) -> Result<void> {
                other.run("UPDATE shelf SET count = 2");
                return {};
            }));
        }}.join();
        return {};
    }));
}

TEST_CASE("PostgreSQL: a server that falls silent is given up after the time a statement may take") {
    if (without_postgres()) return;
    Shelf quick{{.url = {}, .direct_url = {}, .statement_timeout = 100ms}};
    RemoteShelf remote{{.url = {}, .direct_url = {}, .statement_timeout = 100ms}};
    REQUIRE(remote.shelf.put("apple"));
    remote.cable.let_pass(test::TcpForwarder::Flow::none);
    const auto begin = steady_clock::now();
    CHECK_FALSE(counts(remote.shelf));
    CHECK(steady_clock::now() - begin < 15s);
    remote.cable.let_pass(test::TcpForwarder::Flow::both);
    CHECK(eventually([&] { return counts(remote.shelf); }));
}

TEST_CASE("PostgreSQL: a connection does not grow old") {
    if (without_postgres()) return;
    Shelf shelf{{.url = {}, .direct_url = {}, .pool = 1, .lifetime = 0min}};
    CHECK(shelf.database.query(backend_of) != shelf.database.query(backend_of));
}

TEST_CASE("PostgreSQL: only a server that can be reached and lets us in is opened, and no password is told") {
    if (without_postgres()) return;
    const test::PostgresSchema schema;
    const auto refusal = [](PostgresOptions options) -> std::string {
        options.patience = 100ms;
        try {
            const PostgresDatabase database{options};
        } catch (const CannotOpenDatabase& failure) {
            return failure.what();
        }
        return "opened";
    };
    auto wrong = schema.options();
    wrong.password = Secret{"not-the-password"};
    const auto text = refusal(wrong);
    CHECK(text.find("not-the-password") == text.npos);
    CHECK(text != "opened");
    test::TcpForwarder nobody{1};
    CHECK(refusal({.url = test::through(nobody, schema.options().url), .direct_url = {}}) != "opened");
    CHECK(refusal({.url = "http://orion:secret@nowhere/", .direct_url = {}}).find("secret") == std::string::npos);
}

TEST_CASE("PostgreSQL: one leads in a role at a time, and loses it with the connection") {
    if (without_postgres()) return;
    RemoteShelf remote{};
    auto options = remote.shelf.options();
    options.direct_url = remote.shelf.in_schema(test::through(remote.cable, test::engine("postgres_url").value()));
    PostgresDatabase one{options};
    PostgresDatabase other{remote.shelf.options()};
    auto lead = one.try_lead("relay");
    REQUIRE(lead);
    CHECK(lead->held());
    CHECK_FALSE(other.try_lead("relay"));
    CHECK(other.try_lead("something else"));
    remote.cable.cut();
    CHECK(eventually([&] { return !lead->held(); }));
    std::unique_ptr<Lead> next;
    CHECK(eventually([&] { return (next = other.try_lead("relay")) != nullptr; }));
    next.reset();
    CHECK(eventually([&] { return one.try_lead("relay") != nullptr; }));
}
