#include "orion/persistence/deep_check.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/system/system_clock.hpp"

#include "support/audit_contract.hpp"
#include "support/billing_contract.hpp"
#include "support/carts_contract.hpp"
#include "support/catalog_contract.hpp"
#include "support/clerks_shop.hpp"
#include "support/code_of.hpp"
#include "support/inventory_contract.hpp"
#include "support/messaging_contract.hpp"
#include "support/no_postgres.hpp"
#include "support/ordering_contract.hpp"
#include "support/ordering_shop.hpp"
#include "support/pooled_shop.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace orion;
using namespace orion::persistence;
using test::ClerksShop;
using test::PooledShop;

namespace {

struct PooledQueue : test::SqlBroker<PooledShop> {};

/// What `database` may do with a table.
std::string privileges(Database& database, const std::string& table) {
    return database.query([&](Session& session) {
        return std::get<0>(session
                               .row<std::string>("SELECT coalesce(string_agg(privilege_type, ' ' ORDER BY"
                                                 " privilege_type), '') FROM information_schema.table_privileges"
                                                 " WHERE table_schema = current_schema() AND table_name = :1"
                                                 " AND grantee = current_user",
                                                 table)
                               .value());
    });
}

/// Whether the server lets `database` do this.
bool may(Database& database, Sql sql) {
    try {
        return database
            .write([&](Session& session) -> Result<void> {
                session.run(sql);
                return {};
            })
            .has_value();
    } catch (const ConstraintViolation&) {
        return true;
    } catch (const DatabaseFailure&) {
        return false;
    }
}

}  // namespace

TEST_CASE_TEMPLATE_INVOKE(test::messaging_contract, PooledQueue);

TEST_SUITE("confined stores/postgres") {
    // Through pgbouncer, as a role that owns nothing.
    TEST_CASE("the catalogue behind pgbouncer") {
        if (test::no_postgres()) return;
        test::SociCatalog<PooledShop> shop;
        test::CatalogContract{shop}.check();
    }

    TEST_CASE("carts behind pgbouncer keep the contract of stores of carts") {
        if (test::no_postgres()) return;
        test::SociCarts<PooledShop> carts;
        test::CartsContract{carts}.check();
    }

    TEST_CASE("the inventory behind pgbouncer keeps the contract of inventories") {
        if (test::no_postgres()) return;
        test::SociInventory<PooledShop> inventory;
        test::InventoryContract{inventory}.check();
    }

    TEST_CASE("orders behind pgbouncer keep the contract of stores of orders") {
        if (test::no_postgres()) return;
        test::OrderingShop<test::SociOrdering<PooledShop>> shop;
        test::OrderingContract{shop}.check();
    }

    TEST_CASE("billing behind pgbouncer keeps the contract of billings") {
        if (test::no_postgres()) return;
        test::SociBilling<PooledShop> billing;
        test::BillingContract{billing}.check();
    }

    TEST_CASE("the role that a shop runs as cannot change its schema") {
        if (test::no_postgres()) return;
        const std::vector<std::string_view> modules{"messaging", "catalog", "carts",
                                                    "inventory", "billing", "ordering"};
        ClerksShop shop{"messaging", "catalog", "carts", "inventory", "billing", "ordering"};
        CHECK(Migrator{shop.role.entering(shop.schema.options()), embedded_migrations(modules), shop.clock}.check());
        for (const Sql sql :
             {Sql{"CREATE TABLE mine (id bigint)"}, Sql{"ALTER TABLE ordering_orders ADD COLUMN mine text"},
              Sql{"ALTER TABLE ordering_orders DISABLE TRIGGER ALL"},
              Sql{"DROP TRIGGER ordering_history_stays ON ordering_history"}, Sql{"DROP TABLE ordering_answers"},
              Sql{"TRUNCATE messaging_outbox"}, Sql{"CREATE INDEX mine ON ordering_orders (email)"},
              Sql{"CREATE FUNCTION mine() RETURNS bigint LANGUAGE sql AS 'SELECT 1'"},
              Sql{"SELECT setval('ordering_number', 1)"}, Sql{"UPDATE orion_schema SET name = 'mine'"},
              Sql{"DELETE FROM orion_schema"}}) {
            INFO(sql.text(Dialect::postgres));
            CHECK_FALSE(may(shop.database, sql));
        }
        CHECK(may(shop.database, "DELETE FROM messaging_outbox"));
    }

    TEST_CASE("the role that a shop runs as can ask what the server's clock says") {
        if (test::no_postgres()) return;
        ClerksShop shop{"messaging"};
        CHECK(check_clock(shop.database, system::SystemClock{}, std::chrono::minutes{1}));
        CHECK(test::code_of(check_clock(shop.database, shop.clock, std::chrono::minutes{1})) == "clocks_differ");
    }

    TEST_CASE("a right that somebody took back shows when the database is asked how it is") {
        if (test::no_postgres()) return;
        ClerksShop shop{"messaging", "ordering"};
        REQUIRE(deep_check(shop.database, "ordering"));
        shop.schema.as_owner("REVOKE SELECT ON ordering_orders FROM " + shop.role.name());
        CHECK_THROWS_AS(std::ignore = deep_check(shop.database, "ordering"), DatabaseFailure);
        CHECK(deep_check(shop.database, "messaging"));
        shop.schema.as_owner("GRANT SELECT ON ordering_orders TO " + shop.role.name());
        CHECK(deep_check(shop.database, "ordering"));
    }

    TEST_CASE("the role that a shop runs as adds to the audit log and reads it, and nothing else") {
        if (test::no_postgres()) return;
        test::SociAudit<ClerksShop> log;
        test::AuditContract{log}.check();
        CHECK(privileges(log.shop.database, "audit_entries") == "INSERT SELECT");
        CHECK(privileges(log.shop.database, "messaging_outbox") == "DELETE INSERT SELECT UPDATE");
        // Given the whole schema later on, the role gets no more of it.
        const std::vector<std::string_view> modules{"messaging", "audit"};
        REQUIRE(Migrator{log.shop.schema.options(), embedded_migrations(modules), log.shop.clock}.grant_to(
            log.shop.role.name()));
        CHECK(privileges(log.shop.database, "audit_entries") == "INSERT SELECT");
        for (const Sql sql : {Sql{"UPDATE audit_entries SET actor = 'bob'"}, Sql{"DELETE FROM audit_entries"},
                              Sql{"TRUNCATE audit_entries"}, Sql{"ALTER TABLE audit_entries DISABLE TRIGGER ALL"},
                              Sql{"DROP TRIGGER audit_entries_stay ON audit_entries"}})
            CHECK_FALSE(may(log.shop.database, sql));
    }

    TEST_CASE("contexts in databases of their own cannot read each other") {
        if (test::no_postgres()) return;
        ClerksShop shop{"messaging", "ordering"};
        ClerksShop warehouse({"messaging", "inventory"}, "postgres_second_url");
        CHECK(may(warehouse.database, "DELETE FROM messaging_inbox"));
        CHECK_FALSE(may(warehouse.database, "DELETE FROM ordering_answers"));

        // Even at the right address.
        PostgresDatabase intruder{warehouse.role.entering(shop.schema.options())};
        CHECK_FALSE(may(intruder, "DELETE FROM ordering_answers"));
        CHECK_FALSE(may(intruder, "DELETE FROM messaging_inbox"));
        CHECK(may(shop.database, "DELETE FROM ordering_answers"));
    }
}
