#include "orion/persistence/migrations.hpp"

#include "orion/persistence/database.hpp"

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace orion;
using namespace orion::persistence;

namespace {

constexpr Migration shelves{1, "shelves",
                            "CREATE TABLE shelves (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE old (id);",
                            "DROP TABLE old; DROP TABLE shelves;", 1};
constexpr Migration labels{2, "labels", "ALTER TABLE shelves ADD COLUMN label TEXT; DROP TABLE old;",
                           "CREATE TABLE old (id); ALTER TABLE shelves DROP COLUMN label;", 2};
constexpr Migration colours{3, "colours", "ALTER TABLE shelves ADD COLUMN colour TEXT;", "", 2};
constexpr Migration broken{2, "broken", "CREATE TABLE half (id); CREATE TABLE shelves (id);", "", 2};

struct Files {
    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "orion.db";
    test::FakeClock clock;

    Migrator migrator(std::vector<Migration> migrations) const {
        return Migrator{file, {{"shop", std::move(migrations)}}, clock};
    }
    bool has_table(std::string_view name) {
        Session session{{.file = file}};
        return session.row<std::string>("SELECT name FROM sqlite_schema WHERE name = :1", name).has_value();
    }
};

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "" : std::string{result.error().code.text()};
}

}  // namespace

TEST_CASE("A new shop gets every step once, and a dry run says so beforehand") {
    Files files;
    auto migrator = files.migrator({shelves, labels});
    const auto planned = migrator.pending().value();
    CHECK(planned == std::vector<MigrationStep>{{"shop", 1, "shelves"}, {"shop", 2, "labels"}});
    CHECK_FALSE(std::filesystem::exists(files.file));
    CHECK(migrator.migrate().value() == planned);
    CHECK(migrator.pending()->empty());
    CHECK(migrator.migrate()->empty());
    CHECK(migrator.check());
}

TEST_CASE("A step that fails leaves nothing behind, and the next version goes on from there") {
    Files files;
    CHECK(code_of(files.migrator({shelves, broken}).migrate()) == "migration_failed");
    CHECK(files.has_table("shelves"));
    CHECK_FALSE(files.has_table("half"));
    CHECK(files.migrator({shelves, labels}).migrate()->size() == 1);
}

TEST_CASE("A step that was edited after it was applied is refused") {
    Files files;
    REQUIRE(files.migrator({shelves}).migrate());
    auto edited = shelves;
    edited.up = "CREATE TABLE shelves (id TEXT);";
    auto migrator = files.migrator({edited, labels});
    CHECK(code_of(migrator.migrate()) == "migration_changed");
    CHECK(code_of(migrator.pending()) == "migration_changed");
    CHECK(code_of(migrator.check()) == "migration_changed");
}

TEST_CASE("An old binary works with a newer schema only if the schema says so") {
    Files files;
    REQUIRE(files.migrator({shelves, labels, colours}).migrate());
    CHECK(files.migrator({shelves, labels}).check());
    CHECK(files.migrator({shelves, labels}).migrate()->empty());
    CHECK(code_of(files.migrator({shelves}).check()) == "schema_too_new");
    CHECK(code_of(files.migrator({shelves}).migrate()) == "schema_too_new");
}

TEST_CASE("A binary that may not change the schema refuses one that is not complete") {
    Files files;
    REQUIRE(files.migrator({shelves}).migrate());
    CHECK(code_of(files.migrator({shelves, labels}).check()) == "schema_too_old");
}

TEST_CASE("Steps with a way back can be undone, newest first") {
    Files files;
    REQUIRE(files.migrator({shelves, labels}).migrate());
    auto migrator = files.migrator({shelves, labels});
    CHECK(migrator.revert("shop", 0).value() ==
          std::vector<MigrationStep>{{"shop", 2, "labels"}, {"shop", 1, "shelves"}});
    CHECK_FALSE(files.has_table("shelves"));
    REQUIRE(files.migrator({shelves, labels, colours}).migrate());
    CHECK(code_of(files.migrator({shelves, labels, colours}).revert("shop", 0)) == "no_way_back");
}

TEST_CASE("A step that leaves a reference to nothing is refused") {
    Files files;
    const Migration parents{
        1, "parents",
        "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent REFERENCES parent);"
        "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);",
        "", 1};
    const Migration orphan{2, "orphan", "DELETE FROM parent;", "", 2};
    CHECK(code_of(files.migrator({parents, orphan}).migrate()) == "migration_failed");
    Session session{{.file = files.file}};
    CHECK(session.row<std::int64_t>("SELECT id FROM parent"));
}

TEST_CASE("Several binaries that migrate at once apply each step once") {
    Files files;
    std::atomic<std::size_t> applied = 0;
    std::vector<std::thread> binaries;
    for (int i = 0; i < 4; ++i)
        binaries.emplace_back([&] {
            const auto steps = files.migrator({shelves, labels, colours}).migrate();
            REQUIRE(steps);
            applied += steps->size();
        });
    for (auto& binary : binaries) binary.join();
    CHECK(applied == 3);
}

TEST_CASE("Every schema of the shop can be created, and undone where it says so") {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    Migrator migrator{folder.path() / "orion.db", embedded_migrations(), clock};
    REQUIRE(migrator.migrate());
    CHECK(migrator.check());
    for (const auto& module : embedded_migrations()) {
        int kept = 0;
        for (const auto& migration : module.migrations)
            if (migration.down.empty()) kept = migration.version;
        CHECK_MESSAGE(migrator.revert(module.name, kept), module.name);
    }
    CHECK(migrator.migrate());
}
