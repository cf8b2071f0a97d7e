#include "orion/messaging/outbox_relay.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/persistence/sqlite_database.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include "engines/rabbitmq/shop_on_a_broker.hpp"
#include "support/child_process.hpp"

#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>

using namespace orion;
using namespace std::chrono_literals;
using persistence::Session;
using persistence::SqliteDatabase;

namespace {

constexpr int messages_per_round = 300;

const messaging::Topology topology{{"tester", {"test.happened"}}};

/// A worker process that publishes what is in the outbox, and writes down each message it handles, once.
struct Worker {
    Worker(const std::filesystem::path& file, const rabbitmq::RabbitOptions& broker)
        : database{{.file = file}},
          publisher{broker, topology, log},
          consumer{broker, topology, {clock, log, handler}, {.name = "tester", .threads = 2, .attempts_max = 50}} {
        relay.start();
        consumer.start();
    }

    system::SystemClock clock;
    test::FakeLog log;
    SqliteDatabase database;
    persistence::Inbox inbox{clock};
    test::RecordingHandler handler{[this](const Delivery& delivery) -> Result<void> {
        return database.write([&](Session& session) -> Result<void> {
            if (inbox.accept(session, "tester", delivery.message.id))
                session.run("INSERT INTO effects (subject, body) VALUES (:1, :2)", delivery.message.subject,
                            delivery.message.body);
            return {};
        });
    }};
    rabbitmq::RabbitEventPublisher publisher;
    messaging::OutboxRelay relay{database, publisher, clock, log, {.batch = 20, .takeover_poll = 5ms}};
    rabbitmq::RabbitMessageConsumer consumer;
};

std::int64_t effects_of(SqliteDatabase& database) {
    return database.read(
        [](Session& session) { return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM effects")); });
}

/// Reports how much is done whenever that changes.
class WorkerProcess {
public:
    WorkerProcess(const std::filesystem::path& file, const rabbitmq::RabbitOptions& broker)
        : process_{[=](auto report) {
              Worker worker{file, broker};
              auto& changes = worker.database.changes();
              for (;;) {
                  const auto mark = changes.mark();
                  report(effects_of(worker.database));
                  changes.wait(mark, std::chrono::steady_clock::now() + 1s);
              }
          }} {}

    /// Whether `count` were done within about a minute.
    bool until(std::int64_t count) {
        const auto deadline = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < deadline) {
            const auto done = process_.next();
            if (!done) return false;
            if (*done >= count) return true;
        }
        return false;
    }

private:
    test::ChildProcess<std::int64_t> process_;
};

/// A shop's database, and what it asked of the broker so far.
class Books {
public:
    Books() {
        static constexpr persistence::Migration create{
            1, "effects", "CREATE TABLE effects (id INTEGER PRIMARY KEY, subject TEXT, body TEXT) STRICT", "", 1};
        auto modules = persistence::embedded_migrations(std::vector<std::string_view>{"messaging"});
        modules.push_back({"effects", {create}});
        REQUIRE(persistence::Migrator{file(), modules, clock_}.migrate());
    }

    std::filesystem::path file() const { return folder_.path() / "orion.db"; }
    int count() const { return count_; }

    void add_a_round() {
        SqliteDatabase database{{.file = file()}};
        REQUIRE(database.write([&](Session& session) -> Result<void> {
            for (int i = 0; i < messages_per_round; ++i, ++count_)
                persistence::Outbox{}.append(
                    session, test::test_message(ids_, std::to_string(count_ % 40), std::to_string(count_)));
            return {};
        }));
    }
    /// The messages that had an effect, in the order of their effects.
    std::vector<std::pair<std::string, std::string>> effects() const {
        SqliteDatabase database{{.file = file()}};
        std::vector<std::pair<std::string, std::string>> found;
        database.read([&](Session& session) {
            for (const auto& [subject, body] :
                 session.rows<std::string, std::string>("SELECT subject, body FROM effects ORDER BY id"))
                found.emplace_back(subject, body);
        });
        return found;
    }

private:
    test::TemporaryFolder folder_;
    system::SystemClock clock_;
    system::UuidV7Generator ids_{clock_};
    int count_ = 0;
};

/// Debian's amqp-tools, with a queue of their own behind the shop's exchange.
class Auditor {
public:
    Auditor(const test::BrokerNode& node, const test::VirtualHost& host)
        : host_{host},
          connection_{fmt::format("--port={} --vhost={} --username=orion --password='{}'", node.port(), host.name(),
                                  node.password().expose())} {
        test::output_of(fmt::format("amqp-declare-queue {} -d -q audit", connection_));
        rabbitmq::declare(host.options(), topology);
        node.ctl(
            fmt::format("eval 'rabbit_binding:add({{binding, rabbit_misc:r(<<\"{0}\">>, exchange, "
                        "<<\"orion.events\">>), <<\"#\">>, "
                        "rabbit_misc:r(<<\"{0}\">>, queue, <<\"audit\">>), []}}, <<\"test\">>).'",
                        host.name()));
    }

    std::multiset<std::string> seen() const {
        std::istringstream bodies{test::output_of(fmt::format(
            "timeout 100 amqp-consume {} -q audit -p 100 -c {} sed '$a\\'", connection_, host_.messages_in("audit")))};
        return {std::istream_iterator<std::string>{bodies}, {}};
    }

private:
    const test::VirtualHost& host_;
    const std::string connection_;
};

/// A round for each kind of fault, while messages are on their way.
void go_through_all_faults(bool worker_dies_too) {
    test::OwnBrokerNode node;
    const test::VirtualHost host{node};
    const Auditor auditor{node, host};
    Books books;
    std::optional<WorkerProcess> worker;
    const std::vector<std::function<void()>> faults{
        [&] { node.ctl("stop_app"), node.ctl("start_app"); },
        [&] { node.kill(), node.start(); },
        [&] { worker.reset(); },
        [&] { host.ctl("close_all_connections", "fault"); },
        [&] {
            node.ctl("set_vm_memory_high_watermark absolute 1MB");
            node.ctl("set_vm_memory_high_watermark absolute 1GB");
        },
    };
    for (const auto& fault : faults) {
        const auto done_before = books.count();
        books.add_a_round();
        worker.emplace(books.file(), host.options());
        REQUIRE(worker->until(done_before + messages_per_round / 4));
        fault();
        if (worker_dies_too || !worker) worker.emplace(books.file(), host.options());
        REQUIRE(worker->until(books.count()));
    }
    worker.reset();

    std::set<std::string> bodies;
    for (const auto& [subject, body] : books.effects()) CHECK(bodies.insert(body).second);
    CHECK(std::cmp_equal(bodies.size(), books.count()));
    const auto seen = auditor.seen();
    for (const auto& body : bodies) CHECK(seen.contains(body));
    MESSAGE("published ", seen.size(), " times for ", books.count(), " messages");
}

}  // namespace

TEST_SUITE("rabbitmq/fault_rounds") {
    TEST_CASE("faults of the broker lose no message, and none has two effects") {
        if (!test::no_broker()) go_through_all_faults(false);
    }

    TEST_CASE("faults of the broker while workers die lose no message, and none has two effects") {
        if (!test::no_broker()) go_through_all_faults(true);
    }
}
