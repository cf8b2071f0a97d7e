#include "orion/ordering/place_order.hpp"

#include "orion/ordering/purge_answers.hpp"

#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::ARequest;
using orion::test::code_of;
using orion::test::numbered;
using orion::test::pounds;

namespace {

using Shop = orion::test::OrderingShop<>;
const CartId cart = numbered<CartId>(1);

}  // namespace

TEST_SUITE("ordering/place_order") {
    TEST_CASE("a cart becomes a pending order, and its checkout begins") {
        Shop shop;

        const auto placed = shop.place();

        REQUIRE(placed);
        CHECK(placed->given == Given::first_time);
        CHECK(placed->answer == StoredAnswer{202, "accepted 100001 pending"});
        CHECK(placed->order_token.expose() == "token-of-" + placed->order.to_string());
        const auto order = shop.order(placed->order);
        CHECK(order.number == "100001");
        CHECK(order.totals.total == Money{3000, pounds});
        CHECK(shop.ordering.count<OrderPlaced>() == 1);
        const auto& request = shop.ordering.last<StockRequested>();
        CHECK(request.order == placed->order);
        CHECK(request.lines.size() == 2);
        CHECK(request.expires_at == shop.ordering.clock.now() + std::chrono::minutes{15});
    }

    TEST_CASE("order numbers count up") {
        Shop shop;
        shop.fill(numbered<CartId>(2));
        REQUIRE(shop.place());
        CHECK(code_of(shop.place({.cart = numbered<CartId>(1), .key = "other"})) == "cart_already_ordered");
        const auto second = shop.place({.cart = numbered<CartId>(2)});
        CHECK(shop.order(second->order).number == "100002");
    }

    TEST_CASE("somebody else's cart looks like no cart at all") {
        Shop shop;
        CHECK(code_of(shop.place({.cart_token = "stolen"})) == "cart_not_found");
        CHECK(code_of(shop.place({.cart = numbered<CartId>(9)})) == "cart_not_found");
        REQUIRE(shop.place());
        CHECK(code_of(shop.place({.cart_token = "stolen"})) == "cart_not_found");
    }

    TEST_CASE("a customer orders the own cart without a token, and nobody else's") {
        Shop shop;
        const auto zoe = numbered<UserId>(1);
        const auto max = numbered<UserId>(2);
        shop.carts.carts.at(cart).owner = zoe;

        CHECK(code_of(shop.place({.customer = max, .cart_token = std::nullopt})) == "cart_not_found");
        CHECK(code_of(shop.place({.customer = max})) == "cart_not_found");
        CHECK(code_of(shop.place()) == "cart_not_found");
        CHECK(code_of(shop.place({.cart_token = std::nullopt})) == "cart_not_found");
        const auto placed = shop.place({.customer = zoe, .cart_token = std::nullopt});
        REQUIRE(placed);
        CHECK(shop.order(placed->order).customer == zoe);
    }

    TEST_CASE("a customer may order a guest's cart with its token, and owns the order") {
        Shop shop;
        const auto zoe = numbered<UserId>(1);
        CHECK(code_of(shop.place({.customer = zoe, .cart_token = std::nullopt})) == "cart_not_found");
        CHECK(shop.order(shop.place({.customer = zoe})->order).customer == zoe);
    }

    TEST_CASE("a key is the customer's: used again for another cart, it gives no second order") {
        Shop shop;
        const auto zoe = numbered<UserId>(1);
        const auto max = numbered<UserId>(2);
        for (std::uint8_t i = 1; i <= 3; ++i) shop.fill(numbered<CartId>(i));
        const auto first = shop.place({.customer = zoe});

        CHECK(shop.place({.customer = zoe})->given == Given::again);
        CHECK(code_of(shop.place({.customer = zoe, .cart = numbered<CartId>(2), .fingerprint = "another body"})) ==
              "idempotency_key_reused");
        const auto other = shop.place({.customer = max, .cart = numbered<CartId>(3)});
        CHECK(other->given == Given::first_time);
        CHECK(other->order != first->order);
    }

    TEST_CASE("what cannot be sold is refused, and the key can be used again") {
        Shop shop;
        auto& lines = shop.carts.carts.at(cart).lines;
        const auto good = lines;

        lines.clear();
        CHECK(code_of(shop.place()) == "cart_empty");
        lines = good;
        lines[1].offer.reset();
        CHECK(code_of(shop.place()) == "not_for_sale");
        lines = good;
        lines[0].offer->available = 1;
        CHECK(code_of(shop.place()) == "out_of_stock");
        lines = good;
        CHECK(code_of(shop.place({.expected_total = Money{1, pounds}})) == "price_changed");
        CHECK(shop.ordering.state().orders.empty());
        CHECK(shop.ordering.state().published.empty());

        CHECK(shop.place({.expected_total = Money{3000, pounds}}));
    }

    TEST_CASE("what is wrong with the payment and the shipping is said at once") {
        Shop shop;

        const auto refused = shop.place({.payment_token = "cash",
                                         .expected_total = Money{3000, *Currency::parse("EUR")},
                                         .shipping_method = "drone"});

        REQUIRE(!refused);
        CHECK(refused.error().kind == ErrorKind::invalid);
        std::set<std::string> fields;
        for (const auto& field : refused.error().fields) fields.insert(field.field);
        CHECK(fields == std::set<std::string>{"payment.token", "expected_total.currency", "shipping_method"});
        CHECK(shop.place({.shipping_method = "standard"}));
    }

    TEST_CASE("the same request again gets the same answer, byte by byte") {
        Shop shop;
        const auto first = shop.place();
        REQUIRE(shop.hears(first->order, CheckoutEvent::stock_rejected));
        shop.carts.carts.clear();

        const auto again = shop.place();

        REQUIRE(again);
        CHECK(again->given == Given::again);
        CHECK(again->order == first->order);
        CHECK(again->answer == first->answer);
        CHECK(again->order_token.expose() == first->order_token.expose());
        CHECK(shop.ordering.state().orders.size() == 1);
        CHECK(shop.ordering.count<StockRequested>() == 1);
    }

    TEST_CASE("a key belongs to its request and to its cart") {
        Shop shop;
        shop.fill(numbered<CartId>(2));
        const auto first = shop.place();
        CHECK(code_of(shop.place({.fingerprint = "another body"})) == "idempotency_key_reused");
        const auto second = shop.place({.cart = numbered<CartId>(2), .fingerprint = "another body"});
        REQUIRE(second);
        CHECK(second->order != first->order);
    }

    TEST_CASE("twenty clicks make one order and twenty equal answers") {
        Shop shop;
        std::vector<Result<PlacedOrder>> answers(20, fail(ErrorKind::unavailable, "not_run", ""));
        {
            std::vector<std::jthread> clicks;
            for (auto& answer : answers) clicks.emplace_back([&] { answer = shop.place(); });
        }

        int first_times = 0;
        for (const auto& answer : answers) {
            REQUIRE(answer);
            CHECK(answer->answer == StoredAnswer{202, "accepted 100001 pending"});
            first_times += answer->given == Given::first_time ? 1 : 0;
        }
        CHECK(first_times == 1);
        CHECK(shop.ordering.state().orders.size() == 1);
        CHECK(shop.ordering.count<OrderPlaced>() == 1);
    }

    TEST_CASE("two windows with different keys order one cart once") {
        Shop shop;
        std::vector<std::string> codes(8);
        {
            std::vector<std::jthread> windows;
            for (std::size_t i = 0; i < codes.size(); ++i) {
                windows.emplace_back([&, i] { codes[i] = code_of(shop.place({.key = "key-" + std::to_string(i)})); });
            }
        }
        CHECK(std::ranges::count(codes, "none") == 1);
        CHECK(std::ranges::count(codes, "cart_already_ordered") == 7);
    }

    TEST_CASE("an ordered cart has been ordered, whatever has become of what it holds") {
        Shop shop;
        REQUIRE(shop.place());
        shop.carts.carts.at(cart).lines[0].offer->available = 0;
        CHECK(code_of(shop.place({.key = "another key"})) == "cart_already_ordered");
        shop.carts.carts.at(cart).lines.clear();
        CHECK(code_of(shop.place({.key = "another key"})) == "cart_already_ordered");
    }

    TEST_CASE("who waits for the end is answered once the order is settled") {
        Shop shop;
        const auto placed = shop.place({.answer = Answer::when_settled});
        REQUIRE(placed);
        CHECK(!placed->answer);
        CHECK(code_of(shop.place()) == "request_in_progress");
        REQUIRE(shop.hears(placed->order, CheckoutEvent::stock_rejected));

        const auto answer = shop.complete(placed->order);

        CHECK(answer == StoredAnswer{201, "settled 100001 failed"});
        const auto again = shop.place({.answer = Answer::when_settled});
        CHECK(again->given == Given::again);
        CHECK(again->answer == *answer);
    }

    TEST_CASE("who has waited long enough is told that the order is on its way") {
        Shop shop;
        const auto placed = shop.place({.answer = Answer::when_settled});
        const auto answer = shop.complete(placed->order);
        CHECK(answer == StoredAnswer{202, "accepted 100001 pending"});

        REQUIRE(shop.hears(placed->order, CheckoutEvent::stock_rejected));
        CHECK(shop.complete(placed->order) == *answer);
        CHECK(shop.place()->answer == *answer);
    }

    TEST_CASE("a cancelled order is not settled before everything has gone back") {
        Shop shop;
        const auto placed = shop.place({.answer = Answer::when_settled});
        REQUIRE(shop.cancel(placed->order));
        CHECK(shop.ordering.settled(std::vector{placed->order})->empty());
        REQUIRE(shop.hears(placed->order, CheckoutEvent::stock_returned));
        CHECK(shop.ordering.settled(std::vector{placed->order})->size() == 1);
        CHECK(shop.complete(placed->order)->status == 201);
    }

    TEST_CASE("a request that died while waiting is answered by its repetition") {
        Shop shop;
        const auto died = shop.place({.answer = Answer::when_settled});
        shop.ordering.clock.advance(PlaceOrder::longest_wait);

        const auto waiting = shop.place({.answer = Answer::when_settled});
        REQUIRE(waiting);
        CHECK(waiting->order == died->order);
        CHECK(!waiting->answer);
        CHECK(code_of(shop.place()) == "request_in_progress");

        shop.ordering.clock.advance(PlaceOrder::longest_wait);
        const auto at_once = shop.place();
        REQUIRE(at_once);
        CHECK(at_once->order == died->order);
        CHECK(at_once->given == Given::first_time);
        CHECK(at_once->answer == StoredAnswer{202, "accepted 100001 pending"});
        CHECK(shop.complete(died->order) == *at_once->answer);
        CHECK(shop.ordering.state().orders.size() == 1);
    }

    TEST_CASE("answers are kept for a day") {
        Shop shop;
        PurgeAnswers purge{shop.ordering.store(), shop.ordering.clock};
        REQUIRE(shop.place());
        shop.ordering.clock.advance(std::chrono::hours{24});
        CHECK(purge.execute(10) == 0U);
        CHECK(shop.place()->given == Given::again);
        shop.ordering.clock.advance(std::chrono::milliseconds{1});
        CHECK(purge.execute(10) == 1U);
        CHECK(code_of(shop.place()) == "cart_already_ordered");
    }
}
