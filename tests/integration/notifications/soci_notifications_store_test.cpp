#include "orion/persistence/notifications/soci_notifications_store.hpp"

#include "support/notifications_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

using namespace orion;

TEST_SUITE("notifications/soci_notifications_store") {
    TEST_CASE("notifications in SQLite keep the contract of their stores") {
        test::SociNotifications<test::ShopDatabase> shop;
        test::notifications_contract(shop.store());
    }
}
