#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/persistence/sqlite_database.hpp"

#include "support/fake_id_generator.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <latch>
#include <thread>

using namespace orion;
using namespace orion::persistence;
using namespace std::chrono_literals;

namespace {

struct Shelf : test::ShopDatabase {
    explicit Shelf(SqliteOptions options = {}) : ShopDatabase{{"messaging"}, std::move(options)} {
        REQUIRE(database.write([](Session& session) -> Result<void> {
            session.run_script("CREATE TABLE shelf (item TEXT PRIMARY KEY) STRICT");
            return {};
        }));
    }
    Result<void> put(std::string_view item) {
        return database.write([&](Session& session) -> Result<void> {
            session.run("INSERT INTO shelf VALUES (:1)", item);
            return {};
        });
    }
    std::int64_t count() {
        return database.read(
            [](Session& session) { return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM shelf")); });
    }
};

/// Holds the writer thread until it is let go, so that what is written meanwhile ends up in one group.
class HeldWriter {
public:
    explicit HeldWriter(Database& database)
        : thread_{[this, &database] {
              const auto written = database.write([this](Session&) -> Result<void> {
                  holding_.set_value();
                  let_go_.wait();
                  return {};
              });
              CHECK(written);
              if (!written) holding_.set_value();
          }} {
        holding_.get_future().wait();
    }
    ~HeldWriter() { thread_.join(); }
    void let_go() { let_go_.count_down(); }

private:
    std::promise<void> holding_;
    std::latch let_go_{1};
    std::thread thread_;
};

}  // namespace

TEST_CASE("What is written is there for every reader, and after the shop opens again") {
    Shelf shelf;
    REQUIRE(shelf.put("apple"));
    CHECK(shelf.count() == 1);
    SqliteDatabase again{{.file = shelf.database.file()}};
    CHECK(again.read([](Session& session) { return session.row<std::string>("SELECT item FROM shelf"); }) ==
          std::tuple{"apple"});
}

TEST_CASE("An error or an exception undoes its own transaction and reaches its caller") {
    Shelf shelf;
    const auto refused = shelf.database.write([](Session& session) -> Result<void> {
        session.run("INSERT INTO shelf VALUES ('pear')");
        return fail(ErrorKind::conflict, "out_of_stock", "no");
    });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "out_of_stock");
    REQUIRE(shelf.put("apple"));
    CHECK_THROWS_AS(std::ignore = shelf.put("apple"), ConstraintViolation);
    CHECK(shelf.count() == 1);
}

TEST_CASE("One failing member of a group commit takes no other with it") {
    Shelf shelf;
    std::atomic<int> violations = 0;
    {
        std::vector<std::thread> writers;
        HeldWriter held{shelf.database};
        for (int i = 0; i < 20; ++i)
            writers.emplace_back([&, i] {
                try {
                    const auto outcome = shelf.put(i % 2 == 0 ? "same" : "item " + std::to_string(i));
                    CHECK(outcome);
                } catch (const ConstraintViolation&) {
                    ++violations;
                }
            });
        held.let_go();
        for (auto& writer : writers) writer.join();
    }
    CHECK(violations == 9);
    CHECK(shelf.count() == 11);
}

TEST_CASE("A transaction inside a transaction is a bug that hurts only itself") {
    Shelf shelf;
    CHECK_THROWS_AS(std::ignore = shelf.database.write([&](Session&) { return shelf.put("apple"); }), std::logic_error);
    CHECK_THROWS_AS(std::ignore = shelf.database.write([&](Session&) -> Result<void> {
        shelf.count();
        return {};
    }),
                    std::logic_error);
    CHECK(shelf.put("apple"));
}

TEST_CASE("A transaction knows which request it works for") {
    Shelf shelf;
    std::string seen;
    const TraceScope scope{{.correlation_id = "request-7", .causation_id = {}, .traceparent = {}}};
    REQUIRE(shelf.database.write([&](Session&) -> Result<void> {
        seen = current_trace().correlation_id;
        return {};
    }));
    CHECK(seen == "request-7");
}

TEST_CASE("A full queue and a busy writer answer that the database is unavailable") {
    Shelf shelf{{.file = {}, .queue_max = 1, .write_timeout = 500ms}};
    HeldWriter held{shelf.database};
    const auto late = shelf.put("late");
    REQUIRE_FALSE(late);
    CHECK(late.error().kind == ErrorKind::unavailable);
    std::thread waiting{[&] { std::ignore = shelf.put("waiting"); }};
    held.let_go();
    waiting.join();
    CHECK(shelf.count() <= 1);
}

TEST_CASE("A reader sees one moment, however long it looks, and cannot write") {
    Shelf shelf;
    shelf.database.read([&](Session& session) {
        const auto before = shelf.count();
        std::thread{[&] { CHECK(shelf.put("apple")); }}.join();
        CHECK(shelf.count() == before);
        CHECK_THROWS_AS(session.run("DELETE FROM shelf"), DatabaseFailure);
    });
    CHECK(shelf.count() == 1);
}

TEST_CASE("Readers wait for a free connection, but not for ever") {
    Shelf shelf{{.file = {}, .readers_max = 1, .read_timeout = 20ms}};
    shelf.database.read([&](Session&) {
        std::thread{[&] {
            const auto outcome = shelf.database.read([](Session&) -> Result<int> { return 1; });
            REQUIRE_FALSE(outcome);
            CHECK(outcome.error().kind == ErrorKind::unavailable);
            CHECK_THROWS_AS(shelf.count(), DatabaseUnavailable);
        }}.join();
    });
    CHECK(shelf.count() == 0);
}

TEST_CASE("While another program holds the file, writers are told in time, and afterwards all is well") {
    Shelf shelf{{.file = {}, .write_timeout = 300ms}};
    Session other{{.file = shelf.database.file()}};
    other.run("BEGIN IMMEDIATE");
    const auto begin = std::chrono::steady_clock::now();
    const auto refused = shelf.put("apple");
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::unavailable);
    CHECK(shelf.count() == 0);
    other.run("COMMIT");
    CHECK(shelf.put("apple"));
}

TEST_CASE("A damaged file makes the shop answer that it is unavailable") {
    Shelf shelf;
    REQUIRE(shelf.database.write([](Session& session) -> Result<void> {
        for (int i = 0; i < 400; ++i)
            session.run("INSERT INTO shelf VALUES (:1)", std::to_string(i) + std::string(500, 'x'));
        return {};
    }));
    const auto damaged = shelf.folder.path() / "damaged.db";
    Session{{.file = shelf.database.file()}}.run("VACUUM INTO :1", damaged.string());
    {
        std::fstream file{damaged, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(8192);
        for (std::size_t i = 0; i < std::filesystem::file_size(damaged) - 8192; ++i) file.put('\x5a');
    }
    SqliteDatabase database{{.file = damaged}};
    const auto read = database.read([](Session& session) -> Result<std::int64_t> {
        return std::get<0>(*session.row<std::int64_t>("SELECT sum(length(item)) FROM shelf"));
    });
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::unavailable);
}

TEST_CASE("A file that was deleted under the shop takes no more writes, and is not made anew") {
    Shelf shelf{{.file = {}, .write_timeout = 500ms}};
    std::filesystem::remove(shelf.database.file());
    const auto refused = shelf.put("apple");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::unavailable);
    CHECK_FALSE(std::filesystem::exists(shelf.database.file()));
}

TEST_CASE("Whoever waits for a change hears of commits here and in other processes") {
    Shelf shelf;
    SqliteDatabase other{{.file = shelf.database.file()}};
    for (auto* listener : {&shelf.database, &other}) {
        const auto mark = listener->changes().mark();
        std::latch waiting{1};
        std::thread ear{[&] {
            waiting.count_down();
            CHECK(listener->changes().wait(mark, std::chrono::steady_clock::now() + 10s));
        }};
        waiting.wait();
        REQUIRE(shelf.put(listener == &other ? "pear" : "apple"));
        ear.join();
    }
    // Something may still be on its way from the commits above; then nothing more happens.
    auto& signal = other.changes();
    auto mark = signal.mark();
    while (signal.wait(mark, std::chrono::steady_clock::now() + 20ms)) mark = signal.mark();
    CHECK(signal.mark() == mark);
}

TEST_CASE("A message is accepted once per consumer, and leaves with its transaction only") {
    Shelf shelf;
    test::FakeIdGenerator ids;
    Inbox inbox{shelf.clock};
    Outbox outbox;
    const auto message = ids.next<MessageId>();
    const auto handle = [&](std::string_view consumer, Result<void> outcome) {
        bool accepted = false;
        std::ignore = shelf.database.write([&](Session& session) -> Result<void> {
            accepted = inbox.accept(session, consumer, message);
            if (accepted)
                outbox.append(session, {ids.next<MessageId>(), "test.handled", 1, shelf.clock.now(), "s", {}, "{}"});
            return outcome;
        });
        return accepted;
    };
    CHECK(handle("billing", fail(ErrorKind::unavailable, "again", "later")));
    CHECK(handle("billing", {}));
    CHECK_FALSE(handle("billing", {}));
    CHECK(handle("ordering", {}));
    CHECK(shelf.database.read([](Session& session) {
        return session.rows<std::int64_t>("SELECT seq FROM messaging_outbox").size();
    }) == 2);
}
