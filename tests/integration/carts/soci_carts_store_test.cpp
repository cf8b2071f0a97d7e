#include "support/cart_items_migration.hpp"
#include "support/carts_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <string_view>
#include <vector>

using namespace orion;

namespace {

using Carts = test::SociCarts<test::ShopDatabase>;

}  // namespace

TEST_SUITE("carts/sqlite") {
    TEST_CASE("carts in SQLite keep the contract of stores of carts") {
        Carts carts;
        test::CartsContract{carts}.check();
    }

    TEST_CASE("what lies in carts survives its move into one row, and the way back") {
        test::ShopDatabase shop{"messaging", "carts"};
        const std::vector<std::string_view> modules{"carts"};
        test::check_cart_items_move(
            shop.database, {shop.folder.path() / "orion.db", persistence::embedded_migrations(modules), shop.clock});
    }
}
