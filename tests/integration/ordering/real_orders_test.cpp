#include "support/real_order_lists_contract.hpp"
#include "support/shared_file.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

using namespace orion;  // NOLINT(google-build-using-namespace)

TEST_SUITE("ordering/orders of a real shop") {
    TEST_CASE("staff find a real shop's orders by every filter, in every order, on SQLite") {
        const auto file = test::shared_file("online_retail.csv.xz");
        if (!file) {
            MESSAGE("SKIPPED: no orders of a real shop beside this checkout");
            return;
        }
        const test::RealOrders orders{*file, 2'000};
        REQUIRE(orders.all().size() == 2'000);
        test::SociOrdering<test::ShopDatabase> ordering;
        test::RealOrderListsContract{ordering, orders}.check();
    }
}
