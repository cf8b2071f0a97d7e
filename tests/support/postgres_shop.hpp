#pragma once

#include "orion/persistence/migrations.hpp"
#include "orion/persistence/postgres_database.hpp"

#include "support/fake_clock.hpp"
#include "support/postgres_schema.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace orion::test {

/// A migrated schema of its own on PostgreSQL, as ShopDatabase is on SQLite: `PostgresShop shop{"messaging",
/// "ordering"}; shop.database.write(…)`. Needs `engine("postgres_url")`.
struct PostgresShop {
    PostgresShop(std::initializer_list<std::string_view> modules) : database{prepared(modules)} {}

    PostgresSchema schema;
    FakeClock clock;
    persistence::PostgresDatabase database;

private:
    persistence::PostgresOptions prepared(std::initializer_list<std::string_view> modules) const {
        const std::vector<std::string_view> names{modules};
        const auto steps = persistence::embedded_migrations(names);
        if (const auto migrated = persistence::Migrator{schema.options(), steps, clock}.migrate(); !migrated)
            throw std::runtime_error{"the migrations failed: " + migrated.error().message};
        return schema.options();
    }
};

}  // namespace orion::test
