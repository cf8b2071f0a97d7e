#include "orion/bridges/carts_checkout_carts.hpp"
#include "orion/bridges/ordering_ordered_carts.hpp"

#include "support/fake_carts.hpp"
#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

using namespace orion;

namespace {

struct Corner {
    CartId filled() {
        offers.sell("MUG", Money{1250, test::pounds}, 7);
        offers.sell("POT", Money{500, test::pounds});
        auto cart = carts::Cart::create(test::numbered<CartId>(3), test::pounds, carts.clock.now());
        const auto mug = offers.offers.at(*Sku::parse("MUG"));
        const auto pot = offers.offers.at(*Sku::parse("POT"));
        REQUIRE(cart.add(mug, *Quantity::parse(2), carts.clock.now()));
        REQUIRE(cart.add(pot, *Quantity::parse(1), carts.clock.now()));
        carts.state().carts.emplace(cart.id(), cart.snapshot());
        return cart.id();
    }

    test::FakeCarts carts;
    test::FakeProductOffers offers;
    test::FakeCartTokens tokens;
    carts::GetCartForCheckout get_cart{carts.queries(), offers};
    bridges::CartsCheckoutCarts bridge{get_cart, tokens};
};

}  // namespace

TEST_SUITE("ordering/cart_bridges") {
    TEST_CASE("checkout sees what is in the cart, at today's prices") {
        Corner corner;
        const auto id = corner.filled();
        corner.offers.sell("MUG", Money{1300, test::pounds}, 7);
        corner.offers.withdraw("POT");

        const auto found = corner.bridge.find(id);

        REQUIRE(found);
        REQUIRE(*found);
        CHECK((*found)->currency == test::pounds);
        REQUIRE((*found)->lines.size() == 2);
        const auto& mugs = (*found)->lines[0];
        CHECK(mugs.sku.text() == "MUG");
        CHECK(mugs.quantity.value() == 2);
        CHECK(mugs.offer->title == "MUG title");
        CHECK(mugs.offer->unit_price == Money{1300, test::pounds});
        CHECK(mugs.offer->available == 7);
        CHECK(!(*found)->lines[1].offer);
    }

    TEST_CASE("checkout knows whose cart it is") {
        Corner corner;
        const auto guests = corner.filled();
        CHECK(!(*corner.bridge.find(guests))->owner);
        const auto zoe = test::numbered<UserId>(1);
        const auto own = carts::Cart::create(test::numbered<CartId>(4), test::pounds, corner.carts.clock.now(), zoe);
        corner.carts.state().carts.emplace(own.id(), own.snapshot());
        CHECK((*corner.bridge.find(own.id()))->owner == zoe);

        auto merged = carts::Cart::restore(corner.carts.state().carts.at(guests));
        merged.end_merged(zoe, corner.carts.clock.now());
        corner.carts.state().carts.at(guests) = merged.snapshot();
        CHECK(!*corner.bridge.find(guests));
    }

    TEST_CASE("a cart that does not exist is no failure, and its key is still its key") {
        Corner corner;
        const auto id = test::numbered<CartId>(9);
        const auto found = corner.bridge.find(id);
        REQUIRE(found);
        CHECK(!*found);
        CHECK(corner.bridge.owns(id, corner.tokens.issue(id)));
        CHECK(!corner.bridge.owns(id, corner.tokens.issue(test::numbered<CartId>(8))));
    }

    TEST_CASE("a cart knows that it has been ordered") {
        test::OrderingShop<> shop;
        bridges::OrderingOrderedCarts ordered{shop.ordering.queries()};
        CHECK(!ordered.ordered_at(test::numbered<CartId>(1))->has_value());
        REQUIRE(shop.place());
        CHECK(**ordered.ordered_at(test::numbered<CartId>(1)) == shop.ordering.clock.now());
    }
}
