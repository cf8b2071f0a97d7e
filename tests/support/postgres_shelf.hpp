#pragma once

#include "support/postgres_schema.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace orion::test {

/// Says so and is true where no PostgreSQL runs.
inline bool without_postgres() {
    if (engine("postgres_url")) return false;
    MESSAGE("SKIPPED: needs PostgreSQL, see scripts/engines");
    return true;
}

/// A database of one table on PostgreSQL.
struct PostgresShelf : PostgresSchema {
    explicit PostgresShelf(persistence::PostgresOptions changes = {}) : database{with(std::move(changes))} {}

    /// `changes` at this schema's address, or at theirs.
    persistence::PostgresOptions with(persistence::PostgresOptions changes) {
        as_owner(
            "CREATE TABLE IF NOT EXISTS shelf (item TEXT CONSTRAINT shelf__item_key PRIMARY KEY,"
            " count BIGINT NOT NULL DEFAULT 0)");
        changes.url = changes.url.empty() ? options().url : in_schema(changes.url);
        if (changes.direct_url.empty()) changes.direct_url = options().url;
        changes.password = options().password;
        return changes;
    }
    Result<void> put(std::string_view item) {
        return database.write([&](persistence::Session& session) -> Result<void> {
            session.run("INSERT INTO shelf (item) VALUES (:1)", item);
            return {};
        });
    }
    std::int64_t count() {
        return database.query([](persistence::Session& session) {
            return std::get<0>(*session.row<std::int64_t>("SELECT count(*) FROM shelf"));
        });
    }

    /// Ends a connection as an operator would, from outside, and returns when it is gone.
    void terminate(std::int64_t backend) const {
        std::thread{[&] {
            persistence::PostgresDatabase outside{options()};
            CHECK(outside.query([&](persistence::Session& session) {
                return std::get<0>(
                    *session.row<std::int64_t>("SELECT pg_terminate_backend(:1::integer, 5000)", backend));
            }) == 1);
        }}.join();
    }

    persistence::PostgresDatabase database;
};

}  // namespace orion::test
