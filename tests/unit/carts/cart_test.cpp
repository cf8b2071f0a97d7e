#include "orion/carts/cart.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace orion;
using namespace orion::carts;

namespace {

const Currency pounds = *Currency::parse("GBP");
const Currency yen = *Currency::parse("JPY");
const Instant morning{std::chrono::hours{9}};
const Instant noon{std::chrono::hours{12}};

ProductOffer offer(const std::string& sku, Money price = {499, pounds}) {
    return {
        .sku = *Sku::parse(sku), .product_id = ProductId{Uuid{}}, .title = sku, .unit_price = price, .available = 1};
}

Quantity quantity(int value) { return *Quantity::parse(value); }

Cart new_cart() { return Cart::create(CartId{Uuid{}}, pounds, morning); }

void check_refused(const Result<void>& result, std::string_view code, std::string_view field) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == ErrorKind::invalid);
    CHECK(result.error().code == code);
    REQUIRE(result.error().fields.size() == 1);
    CHECK(result.error().fields[0].field == field);
    CHECK(result.error().fields[0].code == code);
}

}  // namespace

TEST_SUITE("carts/cart") {
    TEST_CASE("a new cart is empty") {
        const auto cart = new_cart();
        CHECK(cart.items().empty());
        CHECK(cart.version() == 1);
        CHECK(cart.updated_at() == morning);
    }

    TEST_CASE("the same thing put in twice is one line") {
        auto cart = new_cart();
        REQUIRE(cart.add(offer("TEA"), quantity(2), noon));
        REQUIRE(cart.add(offer("MUG"), quantity(1), noon));
        REQUIRE(cart.add(offer("TEA"), quantity(3), noon));
        REQUIRE(cart.items().size() == 2);
        CHECK(cart.items()[0].quantity == quantity(5));
        CHECK(cart.updated_at() == noon);
        CHECK(cart.version() == 4);
    }

    TEST_CASE("SKUs that differ by case are different things") {
        auto cart = new_cart();
        REQUIRE(cart.add(offer("tea"), quantity(1), noon));
        REQUIRE(cart.add(offer("TEA"), quantity(1), noon));
        CHECK(cart.items().size() == 2);
    }

    TEST_CASE("a cart holds at most 999 of one SKU") {
        auto cart = new_cart();
        REQUIRE(cart.add(offer("TEA"), quantity(998), noon));
        REQUIRE(cart.add(offer("TEA"), quantity(1), noon));
        check_refused(cart.add(offer("TEA"), quantity(1), noon), "out_of_range", "quantity");
        CHECK(cart.items()[0].quantity == quantity(999));
    }

    TEST_CASE("a cart has at most 100 lines, and a full one can still be changed") {
        auto cart = new_cart();
        for (int i = 0; i < 100; ++i) REQUIRE(cart.add(offer("SKU" + std::to_string(i)), quantity(1), noon));
        check_refused(cart.add(offer("TEA"), quantity(1), noon), "too_many_lines", "sku");
        check_refused(cart.set(offer("TEA"), quantity(1), noon), "too_many_lines", "sku");
        CHECK(cart.add(offer("SKU7"), quantity(1), noon));
        CHECK(cart.set(offer("SKU8"), quantity(3), noon));
        cart.remove(*Sku::parse("SKU9"), noon);
        CHECK(cart.add(offer("TEA"), quantity(1), noon));
    }

    TEST_CASE("what is sold in yen does not go into a cart in pounds") {
        auto cart = new_cart();
        check_refused(cart.add(offer("TEA", {500, yen}), quantity(1), noon), "currency_mismatch", "sku");
        CHECK(cart.items().empty());
        CHECK(cart.version() == 1);
    }

    TEST_CASE("setting a quantity replaces it, or puts the thing in") {
        auto cart = new_cart();
        REQUIRE(cart.set(offer("TEA"), quantity(7), noon));
        REQUIRE(cart.set(offer("TEA"), quantity(2), noon));
        REQUIRE(cart.items().size() == 1);
        CHECK(cart.items()[0].quantity == quantity(2));
    }

    TEST_CASE("setting what is already so changes nothing") {
        auto cart = new_cart();
        REQUIRE(cart.set(offer("TEA"), quantity(7), morning));
        const auto before = cart.snapshot();
        REQUIRE(cart.set(offer("TEA"), quantity(7), noon));
        CHECK(cart.snapshot() == before);
    }

    TEST_CASE("taking out what is not in it changes nothing") {
        auto cart = new_cart();
        cart.remove(*Sku::parse("TEA"), noon);
        CHECK(cart.updated_at() == morning);
        CHECK(cart.version() == 1);
    }

    TEST_CASE("the last title and price that the shopper saw stay with the item") {
        auto cart = new_cart();
        REQUIRE(cart.add(offer("TEA", {499, pounds}), quantity(1), noon));
        REQUIRE(cart.add(offer("TEA", {450, pounds}), quantity(1), noon));
        CHECK(cart.items()[0].unit_price == Money{450, pounds});
    }
}
