#include "support/traffic_budgets.hpp"

#include "support/shop_database.hpp"

TEST_SUITE("persistence/traffic budgets") {
    TEST_CASE("every use case of the shop front keeps to its statements on SQLite") {
        orion::test::TrafficBudgets<orion::test::ShopDatabase>{}.check();
    }

    TEST_CASE("no use case of the shop front is without a budget") {
        CHECK(orion::test::TrafficBudgets<orion::test::ShopDatabase>::without_budget() == std::set<std::string>{});
    }
}
