#include "orion/persistence/deep_check.hpp"

#include "orion/persistence/migrations.hpp"
#include "orion/persistence/session.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace orion::persistence {
namespace {

struct Look {
    std::string_view module;
    Sql one_row;
};

constexpr std::array looks{
    Look{"messaging", "SELECT 1 FROM messaging_outbox LIMIT 1"},
    Look{"catalog", "SELECT 1 FROM catalog_products LIMIT 1"},
    Look{"carts", "SELECT 1 FROM carts_carts LIMIT 1"},
    Look{"ordering", "SELECT 1 FROM ordering_orders LIMIT 1"},
    Look{"inventory", "SELECT 1 FROM inventory_stock LIMIT 1"},
    Look{"billing", "SELECT 1 FROM billing_payments LIMIT 1"},
    Look{"identity", "SELECT 1 FROM identity_users LIMIT 1"},
    Look{"notifications", "SELECT 1 FROM notifications_mails LIMIT 1"},
    Look{"audit", "SELECT 1 FROM audit_entries LIMIT 1"},
};

std::int64_t known_version(std::string_view module) {
    const auto& modules = embedded_migrations();
    const auto found = std::ranges::find(modules, module, &MigrationModule::name);
    contract(found != modules.end(), "every module that keeps records has migrations");
    return found->migrations.back().version;
}

Result<void> check_version(Database& database, std::string_view module) {
    const auto known = known_version(module);
    const auto versions = database.query([module](Session& session) {
        return session.row<std::int64_t, std::int64_t>(
            "SELECT COALESCE(MAX(version), 0), COALESCE(MAX(oldest_binary), 0) FROM orion_schema WHERE module = :1",
            module);
    });
    const auto [applied, oldest_binary] = *versions;
    if (applied < known) {
        return fail(ErrorKind::conflict, "schema_too_old",
                    "The schema of " + std::string{module} + " is older than this binary.");
    }
    if (oldest_binary > known) {
        return fail(ErrorKind::conflict, "schema_too_new",
                    "The schema of " + std::string{module} + " needs a newer binary.");
    }
    return {};
}

}  // namespace

Result<void> deep_check(Database& database, std::string_view module) {
    const auto* const look = std::ranges::find(looks, module, &Look::module);
    contract(look != looks.end(), "the module keeps records");
    ORION_CHECK(check_version(database, module));
    return database.query([&](Session& session) -> Result<void> {
        session.row<std::int64_t>(look->one_row);
        return {};
    });
}

Result<void> check_clock(Database& database, const Clock& clock, std::chrono::milliseconds tolerance) {
    const auto before = clock.now();
    ORION_TRY(const auto there, database.query([](Session& session) -> Result<Instant> {
        const auto [now] =
            *session.row<std::int64_t>(Sql{"SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
                                           "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"});
        return Instant{std::chrono::milliseconds{now}};
    }));
    if (there >= before - tolerance && there <= clock.now() + tolerance) return {};
    return fail(ErrorKind::unavailable, "clocks_differ",
                "The database's clock is " + std::to_string((there - before).count()) + " ms ahead of this machine's.");
}

}  // namespace orion::persistence
