#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/persistence/sqlite_database.hpp"
#include "orion/system/system_clock.hpp"

#include "support/child_process.hpp"
#include "support/fake_log.hpp"
#include "support/messaging_contract.hpp"
#include "support/temporary_folder.hpp"

using namespace orion;
using namespace orion::messaging;
using namespace std::chrono_literals;
using persistence::Database;
using persistence::Session;

namespace {

constexpr int messages_count = 600;

/// A worker process that writes down each message it handles, once.
struct Worker {
    explicit Worker(const std::filesystem::path& file) : database{{.file = file}} {
        relay.start();
        consumer.start();
    }

    system::SystemClock clock;
    test::FakeLog log;
    persistence::SqliteDatabase database;
    persistence::Inbox inbox{clock};
    test::RecordingHandler handler{[this](const Delivery& delivery) -> Result<void> {
        return database.write([&](Session& session) -> Result<void> {
            if (inbox.accept(session, "tester", delivery.message.id))
                session.run("INSERT INTO effects (subject, body) VALUES (:1, :2)", delivery.message.subject,
                            delivery.message.body);
            return {};
        });
    }};
    SqlEventPublisher publisher{database, {{"tester", {"test.happened"}}}, clock};
    OutboxRelay relay{database, publisher, clock, log, {.batch = 20, .takeover_poll = 5ms}};
    SqlMessageConsumer consumer{
        database, clock, log, handler, {.name = "tester", .lease = 300ms, .attempts_max = 50, .idle_poll = 50ms}};
};

std::int64_t effects(Database& database) {
    return database.read(
        [](Session& session) { return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM effects")); });
}

/// What a killed worker had in hand comes back after its lease, even if it was handled.
bool is_quiet(Database& database) {
    return database.read([](Session& session) {
        return !session.row<std::int64_t>("SELECT seq FROM messaging_queue LIMIT 1") &&
               !session.row<std::int64_t>("SELECT seq FROM messaging_outbox WHERE sent_at IS NULL LIMIT 1");
    });
}

void prepare(const std::filesystem::path& file) {
    static constexpr persistence::Migration create{
        1, "effects", "CREATE TABLE effects (id INTEGER PRIMARY KEY, subject TEXT, body TEXT) STRICT", "", 1};
    auto modules = persistence::embedded_migrations(std::vector<std::string_view>{"messaging"});
    modules.push_back({"effects", {create}});
    const system::SystemClock clock;
    REQUIRE(persistence::Migrator{file, modules, clock}.migrate());
    persistence::SqliteDatabase database{{.file = file}};
    test::FakeIdGenerator ids;
    REQUIRE(database.write([&](Session& session) -> Result<void> {
        for (int i = 0; i < messages_count; ++i)
            persistence::Outbox{}.append(session, test::test_message(ids, std::to_string(i % 40), std::to_string(i)));
        return {};
    }));
}

}  // namespace

TEST_CASE("Workers that are killed again and again handle every message once and in order") {
    test::TemporaryFolder folder;
    const auto file = folder.path() / "orion.db";
    prepare(file);
    for (const std::int64_t kill_at : {1, 60, 150, 300}) {
        test::ChildProcess<std::int64_t> killed{[&](auto report) {
            Worker worker{file};
            auto& changes = worker.database.changes();
            for (std::int64_t seen = 0; seen < messages_count;) {
                const auto mark = changes.mark();
                report(seen = effects(worker.database));
                changes.wait(mark, std::chrono::steady_clock::now() + 1s);
            }
        }};
        while (killed.next().value_or(messages_count) < kill_at) {
        }
    }
    Worker worker{file};
    auto& changes = worker.database.changes();
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    for (auto mark = changes.mark(); !is_quiet(worker.database); mark = changes.mark())
        if (!changes.wait(mark, deadline)) break;
    worker.consumer.stop();
    std::map<std::string, int> last;
    worker.database.read([&](Session& session) {
        const auto rows = session.rows<std::string, std::string>("SELECT subject, body FROM effects ORDER BY id");
        CHECK(rows.size() == messages_count);
        for (const auto& [subject, body] : rows) {
            const int number = std::stoi(body);
            CHECK(number > std::exchange(last.try_emplace(subject, -1).first->second, number));
        }
        CHECK_FALSE(session.row<std::int64_t>("SELECT seq FROM messaging_queue"));
        CHECK_FALSE(session.row<std::int64_t>("SELECT seq FROM messaging_dead_letters"));
    });
}
