#pragma once

#include "orion/persistence/migrations.hpp"

#include "support/fake_clock.hpp"
#include "support/postgres_schema.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orion::test {

/// A role that a shop runs as, made before the tables are, with the statements of docs/postgresql.md.
class RunTimeRole {
public:
    explicit RunTimeRole(const PostgresSchema& schema) : schema_{schema} {
        schema_.as_owner("CREATE ROLE " + name() + " LOGIN PASSWORD '" +
                         schema_.options().password.current()->expose() + "'");
        schema_.as_owner("GRANT USAGE ON SCHEMA " + schema_.name() + " TO " + name());
        const auto from_now_on = "ALTER DEFAULT PRIVILEGES FOR ROLE orion IN SCHEMA " + schema_.name() + " GRANT ";
        schema_.as_owner(from_now_on + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + name());
        schema_.as_owner(from_now_on + "USAGE ON SEQUENCES TO " + name());
    }
    ~RunTimeRole() {
        try {
            schema_.as_owner("GRANT " + name() + " TO orion; DROP OWNED BY " + name() + "; DROP ROLE " + name());
        } catch (const persistence::DatabaseFailure&) {
            // The server went first.
        }
    }
    RunTimeRole(const RunTimeRole&) = delete;
    RunTimeRole& operator=(const RunTimeRole&) = delete;

    std::string name() const { return "clerk_" + schema_.name(); }
    /// The same place, entered as this role.
    persistence::PostgresOptions entering(persistence::PostgresOptions place) const {
        place.url.replace(place.url.find("//orion@"), 8, "//" + name() + "@");
        return place;
    }

private:
    const PostgresSchema& schema_;
};

/// As PostgresShop, but the shop runs as a role that does not own its schema.
struct ClerksShop {
    ClerksShop(std::initializer_list<std::string_view> modules, std::string_view server = "postgres_url")
        : schema{server}, database{prepared(modules)} {}

    PostgresSchema schema;
    RunTimeRole role{schema};
    FakeClock clock;
    persistence::PostgresDatabase database;

private:
    persistence::PostgresOptions prepared(std::initializer_list<std::string_view> modules) const {
        const std::vector<std::string_view> names{modules};
        const auto steps = persistence::embedded_migrations(names);
        if (const auto migrated = persistence::Migrator{schema.options(), steps, clock}.migrate(); !migrated)
            throw std::runtime_error{"the migrations failed: " + migrated.error().message};
        return role.entering(schema.options());
    }
};

}  // namespace orion::test
