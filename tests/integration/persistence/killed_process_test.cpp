#include "orion/persistence/migrations.hpp"
#include "orion/persistence/sqlite_database.hpp"

#include "support/child_process.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

struct Ledger {
    Ledger() {
        test::FakeClock clock;
        static constexpr Migration create{
            1, "ledger", "CREATE TABLE ledger (writer INTEGER, entry INTEGER, PRIMARY KEY (writer, entry)) STRICT", "",
            1};
        REQUIRE(Migrator{file, {{"ledger", {create}}}, clock}.migrate());
    }
    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "orion.db";
};

struct Entry {
    std::int64_t writer;
    std::int64_t number;
    std::int64_t latency_us;
};

Entry write_entry(Database& database, std::int64_t writer, std::int64_t number) {
    const auto begin = steady_clock::now();
    const auto written = database.write([&](Session& session) -> Result<void> {
        session.run("INSERT INTO ledger VALUES (:1, :2)", writer, number);
        return {};
    });
    if (!written) throw std::runtime_error{"not written"};
    return {writer, number, std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin).count()};
}

/// Until so many have written at all.
void wait_for_writers(Database& database, std::int64_t count) {
    const auto deadline = steady_clock::now() + 30s;
    const auto have_written = [&] {
        return database.read([](Session& session) {
            return std::get<0>(*session.row<std::int64_t>("SELECT count(DISTINCT writer) FROM ledger"));
        });
    };
    while (have_written() < count) {
        if (steady_clock::now() > deadline) throw std::runtime_error{"nobody else writes"};
        std::this_thread::yield();
    }
}

/// Runs `write(writer)` on several threads until they throw or the process is killed.
template <class F>
void in_threads(int count, F&& write) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&write, i] { write(i); });
}

}  // namespace

TEST_CASE("Whatever was acknowledged before a kill is there afterwards, and the file is sound") {
    Ledger ledger;
    std::minstd_rand random{7};
    for (int life = 0; life < 4; ++life) {
        test::ChildProcess<Entry> shop{[&](auto report) {
            SqliteDatabase database{{.file = ledger.file}};
            in_threads(4, [&](int thread) {
                for (std::int64_t number = 0;; ++number) report(write_entry(database, life * 10 + thread, number));
            });
        }};
        std::vector<Entry> acknowledged;
        const auto kill_after = std::uniform_int_distribution<std::size_t>{1, 400}(random);
        while (acknowledged.size() < kill_after) acknowledged.push_back(shop.next().value());
        shop.kill();
        while (const auto entry = shop.next()) acknowledged.push_back(*entry);

        SqliteDatabase database{{.file = ledger.file}};
        database.read([&](Session& session) {
            CHECK(session.row<std::string>("PRAGMA integrity_check") == std::tuple{"ok"});
            for (const auto& entry : acknowledged)
                CHECK(session.row<std::int64_t>("SELECT 1 FROM ledger WHERE writer = :1 AND entry = :2", entry.writer,
                                                entry.number));
            CHECK_FALSE(session.row<std::int64_t>(
                "SELECT writer FROM ledger GROUP BY writer HAVING count(*) <> max(entry) + 1"));
        });
        CHECK(write_entry(database, life * 10 + 9, 0).latency_us < 1'000'000);
    }
}

TEST_CASE("Two processes that write as fast as they can do not make each other wait") {
    Ledger ledger;
    const auto write_for_a_while = [&](std::int64_t first_writer) {
        return [&, first_writer](auto report) {
            SqliteDatabase database{{.file = ledger.file}};
            write_entry(database, first_writer + 9, 0);
            wait_for_writers(database, 2);
            const auto end = steady_clock::now() + 500ms;
            in_threads(2, [&](int thread) {
                for (std::int64_t number = 0; steady_clock::now() < end; ++number)
                    report(write_entry(database, first_writer + thread, number));
            });
        };
    };
    test::ChildProcess<Entry> api{write_for_a_while(0)};
    test::ChildProcess<Entry> worker{write_for_a_while(10)};
    std::vector<std::int64_t> latencies_us;
    std::size_t counts[2] = {0, 0};
    std::jthread other{[&] {
        while (worker.next()) ++counts[1];
    }};
    while (const auto entry = api.next()) {
        ++counts[0];
        latencies_us.push_back(entry->latency_us);
    }
    other.join();
    CHECK(api.wait() == 0);
    CHECK(worker.wait() == 0);
    REQUIRE_FALSE(latencies_us.empty());
    CHECK(std::ranges::max(latencies_us) < 1'000'000);
    CHECK(counts[0] * 5 > counts[1]);
    CHECK(counts[1] * 5 > counts[0]);
}
