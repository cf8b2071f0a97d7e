#include "orion/persistence/migrations.hpp"

#include "support/fake_clock.hpp"
#include "support/postgres_shelf.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using test::without_postgres;

namespace {

const Migration create{1,
                       "create",
                       "no SQL of PostgreSQL",
                       "no SQL either",
                       1,
                       "CREATE TABLE shop (id BIGINT CONSTRAINT shop__id_key PRIMARY KEY)",
                       "DROP TABLE shop"};
const Migration name{2, "name", "ALTER TABLE shop ADD COLUMN name TEXT", "ALTER TABLE shop DROP COLUMN name", 1};
const Migration broken{3, "broken", "CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1)", "", 3};

struct Server : test::PostgresSchema {
    Migrator migrator(std::vector<Migration> migrations) const {
        return Migrator{options(), {{"shop", std::move(migrations)}}, clock};
    }
    std::int64_t tables() const {
        PostgresDatabase database{options()};
        return database.query([](Session& session) {
            return std::get<0>(*session.row<std::int64_t>(
                "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'orion_schema'"));
        });
    }
    test::FakeClock clock;
};

std::vector<int> versions(const Result<std::vector<MigrationStep>>& steps) {
    std::vector<int> versions;
    for (const auto& step : steps.value()) versions.push_back(step.version);
    return versions;
}

}  // namespace

TEST_CASE("PostgreSQL: pending steps are shown, then applied once, in PostgreSQL's own words") {
    if (without_postgres()) return;
    Server server;
    auto migrator = server.migrator({create, name});
    CHECK(versions(migrator.pending()) == std::vector{1, 2});
    CHECK(server.tables() == 0);
    REQUIRE_FALSE(migrator.check());
    CHECK(migrator.check().error().code == "schema_too_old");
    CHECK(versions(migrator.migrate()) == std::vector{1, 2});
    CHECK(versions(migrator.migrate()).empty());
    CHECK(versions(migrator.pending()).empty());
    CHECK(migrator.check());
}

TEST_CASE("PostgreSQL: a step that fails leaves nothing behind, and the next run goes on from there") {
    if (without_postgres()) return;
    Server server;
    const auto failed = server.migrator({create, name, broken}).migrate();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == "migration_failed");
    CHECK(server.tables() == 1);
    auto repaired = broken;
    repaired.up = "CREATE TABLE half (id BIGINT)";
    CHECK(versions(server.migrator({create, name, repaired}).migrate()) == std::vector{3});
    CHECK(server.tables() == 2);
}

TEST_CASE("PostgreSQL: a changed step and a schema from the future are refused") {
    if (without_postgres()) return;
    Server server;
    REQUIRE(server.migrator({create, name}).migrate());
    auto changed = create;
    changed.postgres_up = "CREATE TABLE shop (id BIGINT, other TEXT)";
    CHECK(server.migrator({changed, name}).migrate().error().code == "migration_changed");
    // `name` says that a binary of version 1 can live with it.
    CHECK(server.migrator({create}).check());
    auto incompatible = name;
    incompatible.version = 3;
    incompatible.oldest_binary = 3;
    incompatible.up = "ALTER TABLE shop ADD COLUMN more TEXT";
    REQUIRE(server.migrator({create, name, incompatible}).migrate());
    CHECK(server.migrator({create, name}).check().error().code == "schema_too_new");
}

TEST_CASE("PostgreSQL: steps are undone newest first, down to one that has no way back") {
    if (without_postgres()) return;
    Server server;
    auto final_step = broken;
    final_step.up = "CREATE TABLE half (id BIGINT)";
    REQUIRE(server.migrator({create, name}).migrate());
    CHECK(versions(server.migrator({create, name}).revert("shop", 1)) == std::vector{2});
    CHECK(versions(server.migrator({create, name}).pending()) == std::vector{2});
    REQUIRE(server.migrator({create, name, final_step}).migrate());
    CHECK(server.migrator({create, name, final_step}).revert("shop", 0).error().code == "no_way_back");
    CHECK(server.tables() == 2);
}

TEST_CASE("PostgreSQL: eight who migrate at once apply every step once") {
    if (without_postgres()) return;
    Server server;
    std::atomic<std::size_t> applied = 0;
    {
        std::vector<std::jthread> operators;
        for (int i = 0; i < 8; ++i)
            operators.emplace_back([&] {
                const auto steps = server.migrator({create, name}).migrate();
                REQUIRE(steps);
                applied += steps->size();
            });
    }
    CHECK(applied == 2);
}

TEST_CASE("PostgreSQL: the role of a running shop trades, and cannot change the schema") {
    if (without_postgres()) return;
    Server server;
    const auto role = "clerk_" + server.name();
    server.as_owner("CREATE ROLE " + role + " LOGIN PASSWORD '" + server.options().password.current()->expose() + "'");
    {
        auto migrator = server.migrator({create});
        REQUIRE(migrator.migrate());
        REQUIRE(migrator.grant_to(role));
        const Migration more{3, "more", "CREATE TABLE more (id BIGINT)", "", 3};
        REQUIRE(server.migrator({create, name, more}).migrate());

        auto options = server.options();
        options.url.replace(options.url.find("//orion@"), 8, "//" + role + "@");
        PostgresDatabase clerk{options};
        const auto may = [&](Sql sql) {
            try {
                return clerk
                    .write([&](Session& session) -> Result<void> {
                        session.run(sql);
                        return {};
                    })
                    .has_value();
            } catch (const DatabaseFailure&) {
                return false;
            }
        };
        CHECK(may("INSERT INTO shop (id, name) VALUES (1, 'Zoë')"));
        CHECK(may("UPDATE shop SET name = 'Zoe'"));
        CHECK(may("INSERT INTO more VALUES (1)"));
        CHECK(may("DELETE FROM shop"));
        CHECK_FALSE(may("ALTER TABLE shop ADD COLUMN mine TEXT"));
        CHECK_FALSE(may("CREATE TABLE mine (id BIGINT)"));
        CHECK_FALSE(may("DROP TABLE shop"));
        CHECK_FALSE(may("TRUNCATE shop"));
        CHECK_FALSE(may("UPDATE orion_schema SET version = 9"));
        CHECK(Migrator{options, {{"shop", {create, name, more}}}, server.clock}.check());
    }
    server.as_owner("GRANT " + role + " TO orion; DROP OWNED BY " + role + "; DROP ROLE " + role);
}
