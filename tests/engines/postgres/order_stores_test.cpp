#include "support/billing_contract.hpp"
#include "support/inventory_contract.hpp"
#include "support/no_postgres.hpp"
#include "support/order_lists_contract.hpp"
#include "support/ordering_contract.hpp"
#include "support/postgres_shop.hpp"
#include "support/real_order_lists_contract.hpp"
#include "support/shared_file.hpp"
#include "support/soci_shops.hpp"
#include "support/traffic_budgets.hpp"

#include <doctest/doctest.h>

using namespace orion;
using test::PostgresShop;

TEST_SUITE("stores/postgres") {
    TEST_CASE("the inventory in PostgreSQL keeps the contract of inventories") {
        if (test::no_postgres()) return;
        test::SociInventory<PostgresShop> inventory;
        test::InventoryContract{inventory}.check();
    }

    TEST_CASE("orders in PostgreSQL keep the contract of stores of orders") {
        if (test::no_postgres()) return;
        test::OrderingShop<test::SociOrdering<PostgresShop>> shop;
        test::OrderingContract{shop}.check();
    }

    TEST_CASE("orders in PostgreSQL keep the contract of lists of orders") {
        if (test::no_postgres()) return;
        test::SociOrdering<PostgresShop> ordering;
        test::OrderListsContract{ordering}.check();
    }

    TEST_CASE("staff find a real shop's orders by every filter, in every order, on PostgreSQL") {
        const auto file = test::shared_file("online_retail.csv.xz");
        if (!file) MESSAGE("SKIPPED: no orders of a real shop beside this checkout");
        if (!file || test::no_postgres()) return;
        const test::RealOrders orders{*file, 1'000};
        test::SociOrdering<PostgresShop> ordering;
        test::RealOrderListsContract{ordering, orders}.check();
    }

    TEST_CASE("billing in PostgreSQL keeps the contract of billings") {
        if (test::no_postgres()) return;
        test::SociBilling<PostgresShop> billing;
        test::BillingContract{billing}.check();
    }

    TEST_CASE("every use case of the shop front keeps to its statements and round trips") {
        if (test::no_postgres()) return;
        test::TrafficBudgets<PostgresShop>{}.check();
    }

    TEST_CASE("PostgreSQL itself keeps orders on the ways they can go") {
        if (test::no_postgres()) return;
        test::OrderingShop<test::SociOrdering<PostgresShop>> shop;
        const auto id = shop.place()->order;
        const auto refuses = [&](persistence::Sql sql) { return test::is_refused(shop.ordering.shop.database, sql); };
        CHECK(refuses("UPDATE ordering_history SET by = 'nobody'"));
        CHECK(refuses("DELETE FROM ordering_history"));
        CHECK(refuses("UPDATE ordering_history SET reason = 'mine'"));
        CHECK(refuses("UPDATE ordering_history SET reason = NULL"));
        CHECK(refuses("UPDATE ordering_history SET reason = 'erased', at = at + 1"));
        CHECK(refuses("UPDATE ordering_history SET reason = 'erased', detail = 'mine'"));
        CHECK(refuses("UPDATE ordering_orders SET status = 'shipped'"));
        CHECK(refuses("UPDATE ordering_orders SET status = 'failed'"));
        CHECK(refuses("UPDATE ordering_orders SET total = total - 1"));
        CHECK(refuses("UPDATE ordering_lines SET quantity = 0"));
        CHECK(refuses("UPDATE ordering_checkouts SET state = 'confirming'"));
        CHECK(refuses("DELETE FROM ordering_orders"));
        REQUIRE(shop.cancel(id));
        CHECK(refuses("UPDATE ordering_orders SET status = 'pending'"));
    }
}
