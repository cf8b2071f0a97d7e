#include "support/postgres_shelf.hpp"
#include "support/tcp_forwarder.hpp"

#include <doctest/doctest.h>

#include <latch>
#include <thread>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::without_postgres;
using Shelf = test::PostgresShelf;

namespace {

/// Waits until nothing is on its way any more.
ChangeSignal::Mark quiet(ChangeSignal& signal) {
    auto mark = signal.mark();
    while (signal.wait(mark, steady_clock::now() + 200ms)) mark = signal.mark();
    return mark;
}

}  // namespace

TEST_CASE("PostgreSQL: whoever waits for a change hears of commits here and in other processes") {
    if (without_postgres()) return;
    Shelf shelf;
    PostgresDatabase other{shelf.options()};
    for (auto* listener : {static_cast<Database*>(&shelf.database), static_cast<Database*>(&other)}) {
        const auto mark = quiet(listener->changes());
        std::latch waiting{1};
        std::thread ear{[&] {
            waiting.count_down();
            CHECK(listener->changes().wait(mark, steady_clock::now() + 10s));
        }};
        waiting.wait();
        const auto begin = steady_clock::now();
        REQUIRE(shelf.put(listener == &other ? "pear" : "apple"));
        ear.join();
        CHECK(steady_clock::now() - begin < 5s);
    }
    CHECK_FALSE(other.changes().wait(quiet(other.changes()), steady_clock::now() + 20ms));
}

TEST_CASE("PostgreSQL: other shops on the same server are not heard") {
    if (without_postgres()) return;
    Shelf shelf;
    Shelf elsewhere;
    const auto mark = quiet(shelf.database.changes());
    REQUIRE(elsewhere.put("apple"));
    CHECK_FALSE(shelf.database.changes().wait(mark, steady_clock::now() + 100ms));
}

TEST_CASE("PostgreSQL: reading and what changed nothing wake nobody") {
    if (without_postgres()) return;
    Shelf shelf;
    const auto mark = quiet(shelf.database.changes());
    CHECK(shelf.count() == 0);
    REQUIRE(shelf.database.write([](Session& session) -> Result<void> {
        session.run("UPDATE shelf SET count = 1");
        return {};
    }));
    CHECK_FALSE(shelf.database.changes().wait(mark, steady_clock::now() + 50ms));
}

TEST_CASE("PostgreSQL: a listener whose line was cut is woken, and hears again") {
    if (without_postgres()) return;
    Shelf shelf;
    test::TcpForwarder cable{test::port_of(test::engine("postgres_url").value())};
    auto options = shelf.options();
    options.direct_url = shelf.in_schema(test::through(cable, test::engine("postgres_url").value()));
    PostgresDatabase other{options};
    auto& signal = other.changes();
    auto mark = quiet(signal);
    cable.cut();
    REQUIRE(signal.wait(mark, steady_clock::now() + 10s));
    mark = quiet(signal);
    REQUIRE(shelf.put("apple"));
    CHECK(signal.wait(mark, steady_clock::now() + 10s));
}

TEST_CASE("PostgreSQL: whoever waits can be woken to stop") {
    if (without_postgres()) return;
    Shelf shelf;
    auto& signal = shelf.database.changes();
    const auto mark = signal.mark();
    signal.wake();
    CHECK(signal.wait(mark, steady_clock::now() + 10s));
}
