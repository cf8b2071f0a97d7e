#include "orion/persistence/shop_audit.hpp"

#include "orion/inventory/receive_stock.hpp"
#include "orion/inventory/reserve_stock.hpp"

#include "support/ordering_shop.hpp"
#include "support/postgres_shop.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

using namespace orion;
using test::PostgresShop;

namespace {

/// Each context in a database of its own.
struct Town {
    test::OrderingShop<test::SociOrdering<PostgresShop>> office;
    test::SociInventory<PostgresShop> warehouse;
    test::SociBilling<PostgresShop> books;

    std::set<std::string> wrong(std::chrono::milliseconds later = {}) {
        const auto report = persistence::audit_shop({.ordering = office.ordering.shop.database,
                                                     .inventory = warehouse.shop.database,
                                                     .billing = books.shop.database},
                                                    office.ordering.clock.now() + later);
        std::set<std::string> rules;
        for (const auto& finding : report.findings) rules.insert(finding.rule);
        return rules;
    }

    void run(persistence::Database& database, persistence::Sql sql) {
        REQUIRE(database.write([sql](persistence::Session& session) -> Result<void> {
            session.run(sql);
            return {};
        }));
    }
};

}  // namespace

TEST_SUITE("shop audit/postgres") {
    TEST_CASE("contexts in databases of their own are held against each other") {
        if (!test::engine("postgres_url")) {
            MESSAGE("SKIPPED: no PostgreSQL runs for the tests");
            return;
        }
        using Rules = std::set<std::string>;
        Town town;
        REQUIRE(inventory::ReceiveStock{town.warehouse.store(), town.warehouse.clock}.execute(
            {.lines = {{*Sku::parse("MUG"), 7}, {*Sku::parse("POT"), 5}}, .reference = "PO-1", .actor = "boss"}));
        const auto order = town.office.place()->order;
        REQUIRE(inventory::ReserveStock{town.warehouse.store(), town.warehouse.clock}.execute(
            {.message = town.warehouse.ids.next<MessageId>(),
             .order = order,
             .lines = {{*Sku::parse("MUG"), 2}, {*Sku::parse("POT"), 1}},
             .expires_at = town.warehouse.clock.now() + std::chrono::hours{1}}));
        CHECK(town.wrong() == Rules{});
        CHECK(town.wrong(std::chrono::hours{1}) == Rules{"an order is settled or younger than its deadline"});

        REQUIRE(town.office.hears(order, ordering::CheckoutEvent::stock_reserved));
        REQUIRE(town.office.hears(order, ordering::CheckoutEvent::payment_captured));
        REQUIRE(town.office.hears(order, ordering::CheckoutEvent::stock_consumed));
        CHECK(town.wrong() ==
              Rules{"a confirmed order is paid once and in full", "the stock of a confirmed order has left"});

        town.run(town.warehouse.shop.database, "UPDATE inventory_stock SET reserved = reserved + 1");
        town.run(town.books.shop.database,
                 "INSERT INTO billing_payments VALUES ('nobody', 'p', 5, 'GBP', 'captured', 0, 0, 1)");
        CHECK(town.wrong() == Rules{"a confirmed order is paid once and in full",
                                    "the stock of a confirmed order has left", "stock equals its ledger",
                                    "what is reserved is held by live reservations", "a payment has its order"});
    }

    TEST_CASE("a shop in one database is held against itself at one moment") {
        if (!test::engine("postgres_url")) {
            MESSAGE("SKIPPED: no PostgreSQL runs for the tests");
            return;
        }
        PostgresShop shop{"messaging", "ordering", "inventory", "billing"};
        auto& database = shop.database;
        const auto report = persistence::audit_shop({database, database, database}, shop.clock.now());
        CHECK(report.findings.empty());
        CHECK(report.orders == 0);
    }
}
