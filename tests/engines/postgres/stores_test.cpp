#include "support/asking_for_mails.hpp"
#include "support/audit_contract.hpp"
#include "support/cart_items_migration.hpp"
#include "support/carts_contract.hpp"
#include "support/catalog_contract.hpp"
#include "support/catalog_editing_contract.hpp"
#include "support/catalog_race_contract.hpp"
#include "support/identity_contract.hpp"
#include "support/messaging_contract.hpp"
#include "support/no_postgres.hpp"
#include "support/notifications_contract.hpp"
#include "support/postgres_shop.hpp"
#include "support/sessions_contract.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

using namespace orion;
using test::PostgresShop;

namespace {

/// The SQL queue on PostgreSQL, for a shop without a broker.
struct PostgresQueue : test::SqlBroker<PostgresShop> {};

}  // namespace

TEST_CASE_TEMPLATE_INVOKE(test::messaging_contract, PostgresQueue);

TEST_SUITE("stores/postgres") {
    TEST_CASE("the catalogue in PostgreSQL") {
        if (test::no_postgres()) return;
        test::SociCatalog<PostgresShop> shop;
        test::CatalogContract{shop}.check();
    }

    TEST_CASE("the catalogue in PostgreSQL, for its editors") {
        if (test::no_postgres()) return;
        test::SociCatalog<PostgresShop> shop;
        test::CatalogEditingContract{shop}.check();
    }

    TEST_CASE("the catalogue in PostgreSQL, with eight editors") {
        if (test::no_postgres()) return;
        test::SociCatalog<PostgresShop> shop;
        test::CatalogRaceContract{shop}.check();
    }

    TEST_CASE("carts in PostgreSQL keep the contract of stores of carts") {
        if (test::no_postgres()) return;
        test::SociCarts<PostgresShop> carts;
        test::CartsContract{carts}.check();
    }

    TEST_CASE("accounts in PostgreSQL keep the contract of stores of accounts") {
        if (test::no_postgres()) return;
        test::SociIdentity<PostgresShop> shop;
        test::IdentityContract{shop}.check();
    }

    TEST_CASE("sessions in PostgreSQL keep the contract of stores of sessions") {
        if (test::no_postgres()) return;
        test::SociIdentity<PostgresShop> shop;
        test::SessionsContract{shop}.check();
    }

    TEST_CASE("asking for a new password costs PostgreSQL as much, whoever has an account") {
        if (test::no_postgres()) return;
        test::SociIdentity<PostgresShop> shop;
        test::password_resets_cost_alike(shop);
    }

    TEST_CASE("notifications in PostgreSQL keep the contract of their stores") {
        if (test::no_postgres()) return;
        test::SociNotifications<PostgresShop> shop;
        test::notifications_contract(shop.store());
    }

    TEST_CASE("the audit log in PostgreSQL keeps the contract of its stores") {
        if (test::no_postgres()) return;
        test::SociAudit<PostgresShop> shop;
        test::AuditContract{shop}.check();
    }

    TEST_CASE("what lies in carts in PostgreSQL survives its move into one row, and the way back") {
        if (test::no_postgres()) return;
        PostgresShop shop{"messaging", "carts"};
        const std::vector<std::string_view> modules{"carts"};
        test::check_cart_items_move(shop.database,
                                    {shop.schema.options(), persistence::embedded_migrations(modules), shop.clock});
    }

    TEST_CASE("what is kept for good can be neither changed nor removed") {
        if (test::no_postgres()) return;
        PostgresShop shop{"messaging", "catalog", "inventory", "audit"};
        REQUIRE(shop.database.write([](persistence::Session& session) -> Result<void> {
            session.run(
                "INSERT INTO catalog_price_history (sku, product_id, price, currency, since)"
                " VALUES ('A', 'B', 1, 'GBP', 0)");
            session.run(
                "INSERT INTO inventory_stock (sku, on_hand, reserved, low_stock_threshold, version)"
                " VALUES ('A', 1, 0, 0, 1)");
            session.run(
                "INSERT INTO inventory_movements (sku, kind, delta_on_hand, delta_reserved, reason, actor,"
                " document, at) VALUES ('A', 'receipt', 1, 0, '', 'ann', '', 0)");
            session.run(
                "INSERT INTO audit_entries (sequence, message_id, at, actor, act, subject, address, correlation_id,"
                " before, after, previous, hash) VALUES (1, '1', 0, 'shop', 'slept', '', '', '', '{}', '{}',"
                " repeat('0', 64), repeat('1', 64))");
            return {};
        }));
        for (const persistence::Sql sql :
             {persistence::Sql{"UPDATE catalog_price_history SET price = 2"},
              persistence::Sql{"DELETE FROM catalog_price_history"}, persistence::Sql{"TRUNCATE catalog_price_history"},
              persistence::Sql{"UPDATE inventory_movements SET actor = 'bob'"},
              persistence::Sql{"DELETE FROM inventory_movements"}, persistence::Sql{"TRUNCATE inventory_movements"},
              persistence::Sql{"UPDATE audit_entries SET actor = 'bob'"}, persistence::Sql{"DELETE FROM audit_entries"},
              persistence::Sql{"TRUNCATE audit_entries"}, persistence::Sql{"UPDATE inventory_stock SET reserved = 2"},
              persistence::Sql{"UPDATE inventory_stock SET on_hand = -1"}})
            CHECK(test::is_refused(shop.database, sql));
    }
}
