#include "orion/persistence/carts/soci_carts_store.hpp"

#include "support/carts_contract.hpp"
#include "support/fake_id_generator.hpp"
#include "support/shop_database.hpp"

using namespace orion;
using namespace orion::persistence;

namespace {

struct Carts {
    test::ShopDatabase shop{"carts"};
    test::FakeClock& clock = shop.clock;
    test::FakeIdGenerator ids;
    SociCartsStore sqlite_store{shop.database};
    SociCartQueries sqlite_queries{shop.database};

    carts::CartsStore& store() { return sqlite_store; }
    carts::CartQueries& queries() { return sqlite_queries; }
};

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
        const auto left = carts.shop.database.read(
            [](Session& session) { return session.row<std::int64_t>("SELECT count(*) FROM carts_items"); });
        CHECK(std::get<0>(*left) == 0);
    }
}
