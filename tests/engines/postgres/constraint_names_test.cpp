#include "orion/persistence/postgres_error.hpp"

#include "support/postgres_shelf.hpp"
#include "support/postgres_shop.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using test::without_postgres;

namespace {

using Seen = std::vector<std::pair<Constraint, std::string>>;

constexpr std::string_view schema = R"(
CREATE TABLE parent (
    id BIGINT CONSTRAINT parent__id_key PRIMARY KEY,
    code TEXT NOT NULL,
    room TEXT NOT NULL,
    size BIGINT CONSTRAINT positive CHECK (size > 0),
    CONSTRAINT parent__code__room_key UNIQUE (code, room)
);
CREATE TABLE child (parent BIGINT REFERENCES parent (id)))";

constexpr std::string_view strict_schema = R"(
CREATE TABLE parent (
    id INTEGER CONSTRAINT parent__id_key PRIMARY KEY,
    code TEXT NOT NULL,
    room TEXT NOT NULL,
    size INTEGER CONSTRAINT positive CHECK (size > 0),
    CONSTRAINT parent__code__room_key UNIQUE (code, room)
) STRICT;
CREATE TABLE child (parent INTEGER REFERENCES parent (id)) STRICT)";

/// What every way of breaking the tables' rules is called.
Seen broken_rules(Database& database) {
    Seen seen;
    const auto attempt = [&](Sql sql, const auto&... params) {
        try {
            const auto done = database.write([&](Session& session) -> Result<void> {
                session.run(sql, params...);
                return {};
            });
            seen.emplace_back(Constraint::other, done ? "none" : done.error().message);
        } catch (const ConstraintViolation& violation) {
            seen.emplace_back(violation.kind, violation.name);
        }
    };
    const auto insert = [&](int id, const std::optional<std::string>& code, int size) {
        attempt("INSERT INTO parent VALUES (:1, :2, 'hall', :3)", id, code, size);
    };
    insert(1, "a", 1);
    insert(2, "a", 1);
    insert(1, "b", 1);
    insert(2, "b", 0);
    insert(2, std::nullopt, 1);
    attempt("INSERT INTO child VALUES (:1)", 7);
    attempt("INSERT INTO child VALUES (:1)", 1);
    attempt("DELETE FROM parent");
    return seen;
}

}  // namespace

TEST_CASE("PostgreSQL: a broken constraint has the same kind and name as on SQLite") {
    if (without_postgres()) return;
    test::ShopDatabase sqlite{"messaging"};
    REQUIRE(sqlite.database.write([](Session& session) -> Result<void> {
        session.run_script(strict_schema);
        return {};
    }));
    const test::PostgresSchema server;
    server.as_owner(std::string{schema});
    PostgresDatabase postgres{server.options()};
    const auto seen = broken_rules(postgres);
    CHECK(seen == broken_rules(sqlite.database));
    CHECK(seen == Seen{{Constraint::other, "none"},
                       {Constraint::unique, "parent.code, parent.room"},
                       {Constraint::unique, "parent.id"},
                       {Constraint::check, "positive"},
                       {Constraint::not_null, "parent.code"},
                       {Constraint::foreign_key, "foreign key"},
                       {Constraint::other, "none"},
                       {Constraint::foreign_key, "foreign key"}});
}

TEST_CASE("PostgreSQL: every unique key of the shop says in its name which columns it is of") {
    if (without_postgres()) return;
    test::PostgresShop shop{"messaging", "catalog", "carts", "inventory", "billing", "ordering"};
    const auto keys = shop.database.query([](Session& session) {
        return session.rows<std::string, std::string, std::string>(
            "SELECT t.relname, i.relname, coalesce((SELECT string_agg(t.relname || '.' || a.attname, ', ' ORDER BY "
            "k.place) FROM unnest(x.indkey) WITH ORDINALITY k (number, place) JOIN pg_attribute a "
            "ON a.attrelid = t.oid AND a.attnum = k.number), '') FROM pg_index x JOIN pg_class i ON i.oid = "
            "x.indexrelid "
            "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace "
            "WHERE x.indisunique AND s.nspname = current_schema()");
    });
    CHECK(keys.size() > 10);
    for (const auto& [table, key, columns] : keys) {
        INFO(key);
        CHECK(detail::unique_columns(table, key) == columns);
    }
}
