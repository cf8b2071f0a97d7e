#include "support/order_lists_contract.hpp"
#include "support/ordering_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

using namespace orion;  // NOLINT(google-build-using-namespace)

namespace {

using SqliteOrdering = test::SociOrdering<test::ShopDatabase>;

}  // namespace

TEST_SUITE("ordering/soci_ordering_store") {
    TEST_CASE("orders in SQLite keep the contract of stores of orders") {
        test::OrderingShop<SqliteOrdering> shop;
        test::OrderingContract{shop}.check();
    }

    TEST_CASE("orders in SQLite keep the contract of lists of orders") {
        SqliteOrdering ordering;
        test::OrderListsContract{ordering}.check();
    }

    TEST_CASE("the history of an order can be neither changed nor removed") {
        test::OrderingShop<SqliteOrdering> shop;
        const auto id = shop.place()->order;

        CHECK(test::is_refused(shop.ordering.shop.database, "UPDATE ordering_history SET by = 'nobody'"));
        CHECK(test::is_refused(shop.ordering.shop.database, "DELETE FROM ordering_history"));
        CHECK(test::is_refused(shop.ordering.shop.database, "UPDATE ordering_history SET reason = 'mine'"));
        CHECK(test::is_refused(shop.ordering.shop.database, "UPDATE ordering_history SET reason = NULL"));
        CHECK(test::is_refused(shop.ordering.shop.database,
                               "UPDATE ordering_history SET reason = 'erased', at = at + 1"));
        CHECK(test::is_refused(shop.ordering.shop.database,
                               "UPDATE ordering_history SET reason = 'erased', detail = 'mine'"));
        CHECK(test::is_refused(shop.ordering.shop.database, [&](auto& session) {
            session.run(
                "INSERT INTO ordering_history (order_id, version, at, to_status, payment_status, by)"
                " VALUES (:1, 1, 0, 'failed', 'none', 'shop')",
                id);
        }));
        CHECK(shop.life_of(id) == "pending");
    }

    TEST_CASE("the database itself keeps orders on the ways they can go") {
        test::OrderingShop<SqliteOrdering> shop;
        const auto id = shop.place()->order;

        const auto refuses = [&](persistence::Sql sql) { return test::is_refused(shop.ordering.shop.database, sql); };
        CHECK(refuses("UPDATE ordering_orders SET status = 'shipped'"));
        CHECK(refuses("UPDATE ordering_orders SET status = 'failed'"));
        CHECK(refuses("UPDATE ordering_orders SET total = total - 1"));
        CHECK(refuses("UPDATE ordering_lines SET quantity = 0"));
        CHECK(refuses("UPDATE ordering_checkouts SET state = 'confirming'"));
        CHECK(refuses("DELETE FROM ordering_orders"));
        REQUIRE(shop.cancel(id));
        CHECK(refuses("UPDATE ordering_orders SET status = 'pending'"));
    }

    TEST_CASE("the payment token leaves the database when the payment is decided") {
        test::OrderingShop<SqliteOrdering> shop;
        const auto id = shop.place()->order;
        const auto tokens = [&] {
            return test::number(shop.ordering.shop.database,
                                "SELECT count(*) FROM ordering_checkouts WHERE payment_token IS NOT NULL");
        };
        CHECK(tokens() == 1);
        REQUIRE(shop.hears(id, ordering::CheckoutEvent::stock_reserved));
        REQUIRE(shop.hears(id, ordering::CheckoutEvent::payment_captured));
        CHECK(tokens() == 0);
    }
}
