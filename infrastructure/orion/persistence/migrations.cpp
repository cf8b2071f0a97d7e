#include "orion/persistence/migrations.hpp"

#include "orion/persistence/postgres_connection.hpp"
#include "orion/persistence/session.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

namespace orion::persistence {

namespace {

std::string checksum(std::string_view text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
    SHA256(bytes, text.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

void create_file(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) return;
    // SQLite takes an empty file for a new database.
    if (!std::ofstream{file, std::ios::app})
        throw CannotOpenDatabase{"cannot create the database file " + file.string()};
}

constexpr std::string_view sqlite_bookkeeping = R"(
CREATE TABLE IF NOT EXISTS orion_schema (
    module TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    oldest_binary INTEGER NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (module, version)
) STRICT, WITHOUT ROWID)";

constexpr std::string_view postgres_bookkeeping = R"(
CREATE TABLE IF NOT EXISTS orion_schema (
    module TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    oldest_binary BIGINT NOT NULL,
    applied_at BIGINT NOT NULL,
    CONSTRAINT orion_schema__module__version_key PRIMARY KEY (module, version)
);
-- Default privileges may have given it to the role that the shop runs as.
DO $$
DECLARE
    other RECORD;
BEGIN
    FOR other IN SELECT DISTINCT grantee FROM information_schema.table_privileges
        WHERE table_schema = current_schema() AND table_name = 'orion_schema'
        AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE') AND grantee NOT IN (current_user, 'PUBLIC')
    LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON orion_schema FROM %I', other.grantee);
    END LOOP;
END $$)";

/// Whoever migrates waits for the others, who each hold this for one step; the step's own locks may not take as long.
constexpr std::string_view postgres_begin = R"(
BEGIN;
SET LOCAL lock_timeout = '120s';
SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' schema', 0));
SET LOCAL lock_timeout TO DEFAULT)";

constexpr std::string_view postgres_grants = R"(
DO $$
DECLARE
    here TEXT := current_schema();
    role TEXT := current_setting('orion.grant_to');
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', here, role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', here, role);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', here, role);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I.orion_schema FROM %I', here, role);
    IF to_regclass(format('%I.audit_entries', here)) IS NOT NULL THEN
        EXECUTE format('REVOKE UPDATE, DELETE ON %I.audit_entries FROM %I', here, role);
    END IF;
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', here, role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO %I', here, role);
END $$)";

bool is_postgres(const Session& session) { return session.dialect() == Dialect::postgres; }

struct Applied {
    std::string checksum;
    std::int64_t oldest_binary;
};
using AppliedVersions = std::map<std::int64_t, Applied>;

bool has_bookkeeping(Session& session) {
    return session
        .row<std::string>(
            Sql{"SELECT name FROM sqlite_schema WHERE name = 'orion_schema'",
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'orion_schema'"})
        .has_value();
}

AppliedVersions applied_versions(Session& session, std::string_view module) {
    AppliedVersions applied;
    for (auto& [version, sum, oldest] : session.rows<std::int64_t, std::string, std::int64_t>(
             "SELECT version, checksum, oldest_binary FROM orion_schema WHERE module = :1", module))
        applied.emplace(version, Applied{std::move(sum), oldest});
    return applied;
}

Result<void> verify(Dialect dialect, const MigrationModule& module, const AppliedVersions& applied) {
    const int known = module.migrations.empty() ? 0 : module.migrations.back().version;
    for (const auto& [version, row] : applied) {
        if (row.oldest_binary > known)
            return fail(ErrorKind::conflict, "schema_too_new",
                        "The schema of " + std::string{module.name} + " needs a newer version of Orion.");
        if (version <= known &&
            checksum(module.migrations[static_cast<std::size_t>(version) - 1].up_for(dialect)) != row.checksum)
            return fail(ErrorKind::conflict, "migration_changed",
                        "Step " + std::to_string(version) + " of " + std::string{module.name} +
                            " was applied with another text.");
    }
    return {};
}

MigrationStep step_of(const MigrationModule& module, const Migration& migration) {
    return {std::string{module.name}, migration.version, std::string{migration.name}};
}

Result<std::vector<MigrationStep>> pending_steps(Session& session, const std::vector<MigrationModule>& modules) {
    const bool kept = has_bookkeeping(session);
    std::vector<MigrationStep> steps;
    for (const auto& module : modules) {
        const auto applied = kept ? applied_versions(session, module.name) : AppliedVersions{};
        ORION_CHECK(verify(session.dialect(), module, applied));
        for (const auto& migration : module.migrations)
            if (!applied.contains(migration.version)) steps.push_back(step_of(module, migration));
    }
    return steps;
}

/// Runs `change` in a transaction that excludes all other writers.
template <class F>
Result<void> exclusively(Session& session, F&& change) {
    try {
        session.run_script(is_postgres(session) ? postgres_begin : "BEGIN IMMEDIATE");
        auto outcome = change();
        if (outcome)
            session.run_script("COMMIT");
        else
            session.give_up();
        return outcome;
    } catch (const DatabaseFailure& failure) {
        session.give_up();
        if (dynamic_cast<const DatabaseUnavailable*>(&failure) != nullptr)
            return fail(ErrorKind::unavailable, "database_unavailable", failure.what());
        return fail(ErrorKind::conflict, "migration_failed", failure.what());
    }
}

Result<void> no_dangling_references(Session& session) {
    if (is_postgres(session)) return {};  // It never lets them be.
    const auto dangling = session.row<std::string>("SELECT \"table\" FROM pragma_foreign_key_check");
    if (dangling)
        return fail(ErrorKind::conflict, "migration_failed",
                    "Table " + std::get<0>(*dangling) + " refers to rows that are gone.");
    return {};
}

std::unique_ptr<Session> connect(const PostgresOptions& server) {
    try {
        return std::make_unique<Session>(std::make_unique<detail::PostgresConnection>(
            detail::PostgresLink::of(server, detail::PostgresLink::Purpose::migration)));
    } catch (const DatabaseUnavailable& unavailable) {
        throw CannotOpenDatabase{unavailable.what()};
    }
}

}  // namespace

std::vector<MigrationModule> embedded_migrations(std::span<const std::string_view> modules) {
    std::vector<MigrationModule> chosen;
    for (const auto name : modules) {
        const auto& all = embedded_migrations();
        const auto found = std::ranges::find(all, name, &MigrationModule::name);
        contract(found != all.end(), "unknown migration module");
        chosen.push_back(*found);
    }
    return chosen;
}

std::string_view Migration::up_for(Dialect dialect) const {
    return dialect == Dialect::postgres && !postgres_up.empty() ? postgres_up : up;
}

std::string_view Migration::down_for(Dialect dialect) const {
    return dialect == Dialect::postgres && !postgres_down.empty() ? postgres_down : down;
}

Migrator::Migrator(std::filesystem::path file, std::vector<MigrationModule> modules, const Clock& clock)
    : Migrator{Place{std::move(file)}, std::move(modules), clock} {}

Migrator::Migrator(PostgresOptions server, std::vector<MigrationModule> modules, const Clock& clock)
    : Migrator{Place{std::move(server)}, std::move(modules), clock} {}

Migrator::Migrator(Place place, std::vector<MigrationModule> modules, const Clock& clock)
    : place_{std::move(place)}, modules_{std::move(modules)}, clock_{clock} {
    for (const auto& module : modules_)
        for (std::size_t i = 0; i < module.migrations.size(); ++i)
            contract(module.migrations[i].version == static_cast<int>(i) + 1, "migrations are numbered without gaps");
}

std::unique_ptr<Session> Migrator::open() const {
    if (const auto* server = std::get_if<PostgresOptions>(&place_)) return connect(*server);
    return std::make_unique<Session>(Session::Options{.file = std::get<std::filesystem::path>(place_)});
}

std::unique_ptr<Session> Migrator::open_to_change() const {
    const auto* file = std::get_if<std::filesystem::path>(&place_);
    if (file == nullptr) return open();
    auto session = std::make_unique<Session>(Session::Options{.file = *file, .busy_timeout = std::chrono::seconds{30}});
    // Rebuilding a table needs its references unchecked until the end of the step.
    session->run_script("PRAGMA foreign_keys = OFF");
    return session;
}

Result<std::vector<MigrationStep>> Migrator::pending() const {
    const auto* file = std::get_if<std::filesystem::path>(&place_);
    if (file != nullptr && !std::filesystem::exists(*file)) {
        std::vector<MigrationStep> steps;
        for (const auto& module : modules_)
            for (const auto& migration : module.migrations) steps.push_back(step_of(module, migration));
        return steps;
    }
    return pending_steps(*open(), modules_);
}

Result<std::vector<MigrationStep>> Migrator::migrate() {
    if (const auto* file = std::get_if<std::filesystem::path>(&place_)) create_file(*file);
    const auto opened = open_to_change();
    auto& session = *opened;
    ORION_CHECK(exclusively(session, [&]() -> Result<void> {
        session.run_script(is_postgres(session) ? postgres_bookkeeping : sqlite_bookkeeping);
        return {};
    }));
    std::vector<MigrationStep> applied;
    for (const auto& module : modules_)
        for (const auto& migration : module.migrations) ORION_CHECK(apply(session, module, migration, applied));
    return applied;
}

Result<void> Migrator::apply(Session& session, const MigrationModule& module, const Migration& migration,
                             std::vector<MigrationStep>& applied) const {
    return exclusively(session, [&]() -> Result<void> {
        // Read under the lock: another process may have been faster.
        const auto versions = applied_versions(session, module.name);
        ORION_CHECK(verify(session.dialect(), module, versions));
        if (versions.contains(migration.version)) return {};
        session.run_script(migration.up_for(session.dialect()));
        session.run(
            "INSERT INTO orion_schema (module, version, name, checksum, oldest_binary, applied_at)"
            " VALUES (:1, :2, :3, :4, :5, :6)",
            module.name, migration.version, migration.name, checksum(migration.up_for(session.dialect())),
            migration.oldest_binary, clock_.now());
        ORION_CHECK(no_dangling_references(session));
        applied.push_back(step_of(module, migration));
        return {};
    });
}

Result<std::vector<MigrationStep>> Migrator::revert(std::string_view module, int version) {
    const auto found = std::ranges::find(modules_, module, &MigrationModule::name);
    contract(found != modules_.end(), "unknown migration module");
    const auto opened = open_to_change();
    auto& session = *opened;
    std::vector<MigrationStep> reverted;
    if (!has_bookkeeping(session)) return reverted;
    for (auto step = found->migrations.rbegin(); step != found->migrations.rend() && step->version > version; ++step) {
        auto undone = exclusively(session, [&]() -> Result<void> {
            const auto versions = applied_versions(session, module);
            ORION_CHECK(verify(session.dialect(), *found, versions));
            if (!versions.contains(step->version)) return {};
            if (step->down_for(session.dialect()).empty())
                return fail(
                    ErrorKind::conflict, "no_way_back",
                    "Step " + std::to_string(step->version) + " of " + std::string{module} + " cannot be undone.");
            session.run_script(step->down_for(session.dialect()));
            session.run("DELETE FROM orion_schema WHERE module = :1 AND version = :2", module, step->version);
            ORION_CHECK(no_dangling_references(session));
            reverted.push_back(step_of(*found, *step));
            return {};
        });
        ORION_CHECK(undone);
    }
    return reverted;
}

Result<void> Migrator::check() const {
    ORION_TRY(const auto steps, pending_steps(*open(), modules_));
    if (!steps.empty())
        return fail(ErrorKind::conflict, "schema_too_old",
                    "The database lacks " + std::to_string(steps.size()) + " schema steps: run orionctl migrate.");
    return {};
}

Result<void> Migrator::grant_to(std::string_view role) {
    const auto session = open();
    contract(is_postgres(*session), "SQLite has no roles");
    return exclusively(*session, [&]() -> Result<void> {
        session->row<std::string>("SELECT set_config('orion.grant_to', :1, true)", role);
        session->run_script(postgres_grants);
        return {};
    });
}

}  // namespace orion::persistence
