// How many checkouts a second go through our PostgreSQL connections: ten statements, one round trip, next to pgbench
// with the same statements in turns in one run. Usage: ENGINES=DIR postgres_limit [CLIENTS [SECONDS]]
#include "orion/persistence/postgres_database.hpp"

#include "support/postgres_schema.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using std::chrono::steady_clock;

namespace {

constexpr const char* schema = R"(
CREATE TABLE stock (id bigint PRIMARY KEY, quantity bigint NOT NULL CHECK (quantity >= 0)) WITH (fillfactor = 70);
CREATE TABLE orders (id bigint PRIMARY KEY, shopper bigint NOT NULL, total bigint NOT NULL);
CREATE TABLE items (order_id bigint, line bigint, product bigint NOT NULL, quantity bigint NOT NULL, price bigint NOT NULL,
    PRIMARY KEY (order_id, line));
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, body text NOT NULL);
INSERT INTO stock SELECT i, 1000000000 FROM generate_series(1, 1000) i;
)";

/// With ids of the client, as both sides here, nothing has to be asked. Rows are locked in order, so nobody collides
/// for long; READ COMMITTED is what pgbench's plain BEGIN means.
constexpr const char* pgbench_script = R"(\set u random(1, 10000)
\set a random(1, 333)
\set b random(334, 666)
\set c random(667, 1000)
\set id random(1, 9000000000000000000)
BEGIN;
UPDATE stock SET quantity = quantity - 1 WHERE id = :a;
UPDATE stock SET quantity = quantity - 1 WHERE id = :b;
UPDATE stock SET quantity = quantity - 1 WHERE id = :c;
INSERT INTO orders VALUES (:id, :u, 1000);
INSERT INTO items VALUES (:id, 1, :a, 1, 100);
INSERT INTO items VALUES (:id, 2, :b, 1, 100);
INSERT INTO items VALUES (:id, 3, :c, 1, 100);
INSERT INTO outbox (topic, body) VALUES ('orders', '{"type":"order.placed","items":[1,2,3]}');
COMMIT;
)";

Result<void> check_out(Session& session, std::mt19937_64& random, bool ahead) {
    const auto among = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution{low, high}(random);
    };
    const std::array products{among(1, 333), among(334, 666), among(667, 1000)};
    const auto id = among(1, 9'000'000'000'000'000'000);
    const auto ask = [&](Sql sql, const auto&... params) {
        if (ahead)
            session.send(sql, params...);
        else
            session.run(sql, params...);
    };
    for (const auto product : products) ask("UPDATE stock SET quantity = quantity - 1 WHERE id = :1", product);
    ask("INSERT INTO orders VALUES (:1, :2, :3)", id, among(1, 10'000), 1000);
    for (std::size_t line = 0; line < products.size(); ++line)
        ask("INSERT INTO items VALUES (:1, :2, :3, :4, :5)", id, static_cast<int>(line) + 1, products[line], 1, 100);
    ask("INSERT INTO outbox (topic, body) VALUES (:1, :2)", "orders", R"({"type":"order.placed","items":[1,2,3]})");
    return {};
}

double ours(PostgresDatabase& database, int clients, int seconds, bool ahead) {
    std::atomic<int> done = 0;
    const auto begin = steady_clock::now();
    const auto end = begin + std::chrono::seconds{seconds};
    {
        std::vector<std::jthread> threads;
        for (int client = 0; client < clients; ++client)
            threads.emplace_back([&] {
                std::mt19937_64 random{std::random_device{}()};
                while (steady_clock::now() < end)
                    if (database.write([&](Session& session) { return check_out(session, random, ahead); })) ++done;
            });
    }
    return done / std::chrono::duration<double>(steady_clock::now() - begin).count();
}

double pgbench(const test::PostgresSchema& shop, const std::string& file, int clients, int seconds) {
    const auto command = fmt::format(
        "PGPASSWORD='{}' PGOPTIONS='-c search_path={}' /usr/lib/postgresql/15/bin/pgbench -n -M prepared "
        "-f '{}' -c {} -j {} -T {} '{}' 2>&1 | sed -n 's/^tps = \\([0-9.]*\\).*/\\1/p'",
        shop.options().password.current()->expose(), shop.name(), file, clients, clients, seconds,
        test::engine("postgres_url").value());
    std::array<char, 64> line{};
    FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr || std::fgets(line.data(), line.size(), pipe) == nullptr) line.front() = '\0';
    if (pipe != nullptr) ::pclose(pipe);
    return std::atof(line.data());
}

}  // namespace

int main(int argc, char** argv) {
    const int clients = argc > 1 ? std::atoi(argv[1]) : 8;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 4;
    if (!test::engine("postgres_url") || clients < 1 || seconds < 1) {
        fmt::print(stderr, "usage: ENGINES=DIR postgres_limit [CLIENTS [SECONDS]]\n");
        return 2;
    }
    const test::PostgresSchema shop;
    shop.as_owner(schema);
    const test::TemporaryFolder folder;
    const auto script = folder.path() / "checkout.pgb";
    std::ofstream{script} << pgbench_script;
    auto options = shop.options();
    options.pool = static_cast<std::size_t>(clients);
    PostgresDatabase database{options};
    fmt::print("{} clients, {} s a turn, checkouts per second\n", clients, seconds);
    for (int round = 0; round < 3; ++round) {
        const auto raw = pgbench(shop, script.string(), clients, seconds);
        const auto waiting = ours(database, clients, seconds, false);
        const auto ahead = ours(database, clients, seconds, true);
        fmt::print("pgbench {:.0f}, run {:.0f} ({:.2f}), send {:.0f} ({:.2f})\n", raw, waiting, waiting / raw, ahead,
                   ahead / raw);
    }
    return 0;
}
