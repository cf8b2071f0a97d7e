#include "support/carts_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

using namespace orion;

namespace {

using Carts = test::SociCarts<test::ShopDatabase>;

}  // namespace

TEST_SUITE("carts/sqlite") {
    TEST_CASE("carts in SQLite keep the contract of stores of carts") {
        Carts carts;
        test::CartsContract{carts}.check();
    }

    TEST_CASE("a cart that is swept away takes its items along") {
        Carts carts;
        const auto now = carts.clock.now();
        auto cart = carts::Cart::create(carts.ids.next<CartId>(), *Currency::parse("JPY"), now);
        REQUIRE(cart.add({.sku = *Sku::parse("TEA"),
                          .product_id = carts.ids.next<ProductId>(),
                          .title = "Tea",
                          .unit_price = {500, cart.currency()},
                          .available = 1},
                         *Quantity::parse(2), now));
        REQUIRE(carts.store().transact([&](carts::CartsWork& work) -> Result<void> {
            work.carts().add(cart);
            return {};
        }));
        CHECK((*carts.queries().find(cart.id()))->snapshot() == cart.snapshot());
        REQUIRE(carts.store().transact([&](carts::CartsWork& work) -> Result<void> {
            CHECK(work.carts().remove_untouched(cart.id(), now + std::chrono::milliseconds{1}));
            return {};
        }));
        CHECK(test::number(carts.shop.database, "SELECT count(*) FROM carts_items") == 0);
    }
}
