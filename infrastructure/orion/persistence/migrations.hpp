#pragma once

#include "orion/kernel/result.hpp"
#include "orion/persistence/postgres_options.hpp"
#include "orion/persistence/sql.hpp"
#include "orion/ports/clock.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace orion::persistence {

class Session;

/// One step of a module's schema, from `NNNN_name.sql` and, where there is a way back, `NNNN_name.down.sql`. What
/// PostgreSQL needs another text for is in `NNNN_name.postgres.sql` and `NNNN_name.down.postgres.sql`.
struct Migration {
    int version;  ///< from 1, without gaps
    std::string_view name;
    std::string_view up;
    std::string_view down;  ///< empty: no way back
    /// A binary must know at least this version of the module to work with the schema after this step. A step that old
    /// binaries can live with says so in its first line: `-- oldest: 3`. Otherwise it is the step's own version.
    int oldest_binary;
    std::string_view postgres_up{};    ///< empty: as `up`
    std::string_view postgres_down{};  ///< empty: as `down`

    std::string_view up_for(Dialect dialect) const;
    std::string_view down_for(Dialect dialect) const;
};

/// The schema of one context (or of messaging), with its own sequence of versions.
struct MigrationModule {
    std::string_view name;
    std::vector<Migration> migrations;
};

/// What CMake found under `infrastructure/orion/` as `…/MODULE/migrations/*.sql`.
const std::vector<MigrationModule>& embedded_migrations();

/// The named ones of these, in that order. An unknown name is a contract violation.
std::vector<MigrationModule> embedded_migrations(std::span<const std::string_view> modules);

struct MigrationStep {
    std::string module;
    int version;
    std::string name;

    friend bool operator==(const MigrationStep&, const MigrationStep&) = default;
};

/// Brings one database to the schema that this binary knows. Every step is one transaction: an interrupted run is
/// continued by the next, and any number of processes may run it at once. On PostgreSQL it connects directly, as a role
/// that owns the schema its search path names first.
///
/// Errors: `conflict`/`migration_changed` when an applied step's text differs from the binary's, `conflict`/
/// `schema_too_new` when the schema needs a newer binary, `conflict`/`migration_failed`, `unavailable`. What cannot
/// be opened or reached throws CannotOpenDatabase.
class Migrator {
public:
    Migrator(std::filesystem::path file, std::vector<MigrationModule> modules, const Clock& clock);
    Migrator(PostgresOptions server, std::vector<MigrationModule> modules, const Clock& clock);

    /// What `migrate` would do; changes nothing. All steps if there is no file yet.
    Result<std::vector<MigrationStep>> pending() const;

    /// Creates the file if there is none, applies what is pending and returns it. The only way a file comes to be.
    Result<std::vector<MigrationStep>> migrate();

    /// Undoes the steps of one module above `version`, newest first. `conflict`/`no_way_back` at the first step
    /// without a down file; the ones before it stay undone.
    Result<std::vector<MigrationStep>> revert(std::string_view module, int version);

    /// For a process that must not change the schema: an error unless the file is complete and usable by this binary.
    /// `conflict`/`schema_too_old` when steps are pending.
    Result<void> check() const;

    /// PostgreSQL only: lets `role` read and write every table of the schema, and those of later steps, and change
    /// none.
    Result<void> grant_to(std::string_view role);

private:
    using Place = std::variant<std::filesystem::path, PostgresOptions>;

    Migrator(Place place, std::vector<MigrationModule> modules, const Clock& clock);
    std::unique_ptr<Session> open() const;
    std::unique_ptr<Session> open_to_change() const;
    Result<void> apply(Session& session, const MigrationModule& module, const Migration& migration,
                       std::vector<MigrationStep>& applied) const;

    Place place_;
    std::vector<MigrationModule> modules_;
    const Clock& clock_;
};

}  // namespace orion::persistence
