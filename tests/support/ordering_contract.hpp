#pragma once

#include "orion/ordering/anonymise_orders.hpp"
#include "orion/ordering/anonymous.hpp"
#include "orion/ordering/forget_customer.hpp"
#include "orion/ordering/purge_answers.hpp"

#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace orion::test {

/// What every store of orders must do, whatever it keeps them in. `Ordering` has `store()`, `queries()`, `clock`, `ids`
/// and `published_types()`. Call it in a test case with a fresh shop: it has subcases.
template <class Ordering>
class OrderingContract {
public:
    explicit OrderingContract(OrderingShop<Ordering>& shop) : shop_{shop} {}

    void check() {
        SUBCASE("an order comes back as it was placed") { round_trip(); }
        SUBCASE("an order and its history grow together") { growing(); }
        SUBCASE("a checkout comes back as it was, and forgets the payment token") { checkout_round_trip(); }
        SUBCASE("what was never placed is not found") { nothing_found(); }
        SUBCASE("a transaction that fails leaves nothing") { rollback(); }
        SUBCASE("who comes second with an old version is refused") { lost_update(); }
        SUBCASE("one cart gives one order, whoever is faster") { one_order_per_cart(); }
        SUBCASE("twenty parallel clicks make one order and twenty equal answers") { twenty_clicks(); }
        SUBCASE("an answer is kept, completed once, and forgotten after a day") { answers(); }
        SUBCASE("a customer who leaves takes the name off settled orders, and the answers along") { customer_leaves(); }
        SUBCASE("a message has its effect once") { messages_once(); }
        SUBCASE("overdue checkouts are found, the longest overdue first") { overdue(); }
        SUBCASE("compensations that go unanswered are counted for the operator") { parked(); }
        SUBCASE("orders are settled when nothing is under way") { settled(); }
    }

private:
    using Work = ordering::OrderingWork;
    using Event = ordering::CheckoutEvent;

    ordering::OrderingStore& store() { return shop_.ordering.store(); }
    ordering::OrderQueries& queries() { return shop_.ordering.queries(); }

    Result<void> save(ordering::Order& order) {
        return store().transact([&](Work& work) -> Result<void> {
            auto copy = order;
            return work.orders().save(copy);
        });
    }

    ordering::CheckoutSaga stored(OrderId order) {
        std::optional<ordering::CheckoutSaga> checkout;
        REQUIRE(store().transact([&](Work& work) -> Result<void> {
            checkout = work.checkouts().find(order);
            return {};
        }));
        REQUIRE(checkout);
        return *checkout;
    }

    void round_trip() {
        AnOrder rich;
        rich.placement.billing_address = Address::restore({.name = "O'Neill; DROP TABLE",
                                                           .line1 = "2 Rue de l'Église",
                                                           .line2 = "3ᵉ étage",
                                                           .city = "Paris",
                                                           .region = "Île-de-France",
                                                           .postcode = "75001",
                                                           .country = "FR"});
        rich.placement.customer = numbered<UserId>(7);
        auto order = rich.placed();
        REQUIRE(save(order));

        CHECK(*queries().find(order.id()) == order.snapshot());
        CHECK(*queries().records(order.id()) == order.take_records());
        CHECK(queries().order_of(order.snapshot().cart)->value().order == order.id());
        CHECK(queries().order_of(order.snapshot().cart)->value().placed_at == opening_time);
        REQUIRE(store().transact([&](Work& work) -> Result<void> {
            CHECK(work.orders().find(order.id())->snapshot() == order.snapshot());
            CHECK(work.orders().find(order.id())->stored_version() == 1);
            return {};
        }));
    }

    void growing() {
        const auto id = shop_.place()->order;
        REQUIRE(shop_.hears(id, Event::stock_reserved));
        REQUIRE(shop_.hears(id, Event::payment_captured));
        REQUIRE(shop_.hears(id, Event::stock_consumed));
        REQUIRE(shop_.cancel(id, "too small"));
        REQUIRE(shop_.hears(id, Event::payment_reversed, ordering::Reversal::refunded));
        REQUIRE(shop_.hears(id, Event::stock_returned));

        CHECK(shop_.life_of(id) == "pending, confirmed, cancelled");
        const auto order = shop_.order(id);
        CHECK(order.payment_status == ordering::PaymentStatus::refunded);
        const auto records = *queries().records(id);
        REQUIRE(records.size() == 5);
        CHECK(order.version == 5);
        CHECK(records[3].reason == "too small");
        CHECK(records[4].payment == ordering::PaymentStatus::refunded);
        CHECK(shop_.ordering.published_types() ==
              std::vector<std::string>{"order_placed", "stock_requested", "payment_requested",
                                       "stock_consumption_requested", "order_confirmed", "order_cancelled",
                                       "payment_reversal_requested", "stock_return_requested"});
    }

    void checkout_round_trip() {
        const auto id = shop_.place()->order;
        const auto begun = stored(id);
        CHECK(begun.state() == ordering::CheckoutState::reserving);
        CHECK(begun.payment_token()->expose() == "tok_approve");
        CHECK(begun.snapshot().deadline == shop_.ordering.clock.now() + shop_.policy.deadline);
        CHECK(begun.wakes_at() == shop_.ordering.clock.now() + shop_.policy.step_timeout);

        REQUIRE(shop_.hears(id, Event::stock_reserved));
        CHECK(stored(id).payment_token().has_value());
        REQUIRE(shop_.hears(id, Event::payment_declined));
        const auto turned = stored(id);
        CHECK(!turned.payment_token());
        CHECK(turned.state() == ordering::CheckoutState::returning_stock);
        CHECK(turned.ending() == ordering::CheckoutEnding::payment_declined);
        REQUIRE(shop_.hears(id, Event::stock_returned));
        CHECK(stored(id).is_done());
        CHECK(!stored(id).wakes_at());
        CHECK(shop_.order(id).failure_reason == ordering::FailureReason::payment_declined);
    }

    void nothing_found() {
        const auto id = numbered<OrderId>(77);
        CHECK(!queries().find(id)->has_value());
        CHECK(queries().records(id)->empty());
        CHECK(!queries().order_of(numbered<CartId>(77))->has_value());
        CHECK(!queries().answer({.scope = "s", .key = "k"})->has_value());
        CHECK(queries().settled(std::vector{id})->empty());
        REQUIRE(store().transact([&](Work& work) -> Result<void> {
            CHECK(!work.orders().find(id));
            CHECK(!work.checkouts().find(id));
            CHECK(!work.answers().find({.scope = "s", .key = "k"}));
            return {};
        }));
    }

    void rollback() {
        const auto newborn = AnOrder{}.placed();
        const auto failed = store().transact([&](Work& work) -> Result<void> {
            CHECK(work.orders().next_number() == "100001");
            auto order = newborn;
            ORION_CHECK(work.orders().save(order));
            ORION_CHECK(work.checkouts().add(
                ordering::CheckoutSaga::begin(order.id(), Secret{"tok"}, opening_time, shop_.policy), shop_.policy));
            ORION_CHECK(work.answers().add({.key = {.scope = "s", .key = "k"},
                                            .fingerprint = "f",
                                            .order = order.id(),
                                            .created_at = opening_time,
                                            .running_since = opening_time}));
            CHECK(work.accept(numbered<MessageId>(1)));
            work.publish(ordering::OrderConfirmed{.order = order.id()});
            return fail(ErrorKind::conflict, "changed_my_mind", "No.");
        });
        CHECK(code_of(failed) == "changed_my_mind");
        nothing_found();
        CHECK(!queries().find(numbered<OrderId>(1))->has_value());
        CHECK(queries().overdue(opening_time + std::chrono::hours{1}, 10)->due.empty());
        CHECK(shop_.ordering.published_types().empty());
        REQUIRE(store().transact([&](Work& work) -> Result<void> {
            CHECK(work.accept(numbered<MessageId>(1)));
            return {};
        }));
        CHECK(shop_.place());
    }

    void lost_update() {
        const auto id = shop_.place()->order;
        const auto orders = store().transact([&](Work& work) -> Result<void> {
            auto mine = *work.orders().find(id);
            auto yours = *work.orders().find(id);
            ORION_CHECK(mine.confirm(opening_time));
            ORION_CHECK(yours.cancel(std::nullopt, opening_time));
            ORION_CHECK(work.orders().save(mine));
            return work.orders().save(yours);
        });
        CHECK(code_of(orders) == "order_changed");
        CHECK(orders.error().kind == ErrorKind::unavailable);
        CHECK(shop_.order(id).status == ordering::OrderStatus::pending);

        const auto checkouts = store().transact([&](Work& work) -> Result<void> {
            auto mine = *work.checkouts().find(id);
            auto yours = *work.checkouts().find(id);
            (void)mine.handle(Event::stock_reserved, opening_time, shop_.policy);
            (void)yours.handle(Event::cancelled, opening_time, shop_.policy);
            ORION_CHECK(work.checkouts().save(mine, shop_.policy));
            return work.checkouts().save(yours, shop_.policy);
        });
        CHECK(code_of(checkouts) == "order_changed");
    }

    void one_order_per_cart() {
        auto first = AnOrder{}.numbered_as("1").placed();
        auto second = AnOrder{}.id(numbered<OrderId>(2)).numbered_as("2").placed();
        REQUIRE(save(first));
        CHECK(code_of(save(second)) == "cart_already_ordered");

        shop_.fill(numbered<CartId>(5));
        std::vector<std::string> codes(8);
        {
            std::vector<std::jthread> windows;
            for (std::size_t i = 0; i < codes.size(); ++i) {
                windows.emplace_back([&, i] {
                    codes[i] = code_of(shop_.place({.cart = numbered<CartId>(5), .key = std::to_string(i)}));
                });
            }
        }
        CHECK(std::ranges::count(codes, "none") == 1);
        CHECK(std::ranges::count(codes, "cart_already_ordered") == 7);
    }

    void twenty_clicks() {
        std::vector<Result<ordering::PlacedOrder>> placed(20, fail(ErrorKind::unavailable, "not_run", ""));
        {
            std::vector<std::jthread> clicks;
            for (auto& answer : placed) clicks.emplace_back([&] { answer = shop_.place(); });
        }
        int first_times = 0;
        for (const auto& answer : placed) {
            REQUIRE(answer);
            CHECK(answer->order == placed.front()->order);
            CHECK(answer->answer == placed.front()->answer);
            first_times += answer->given == ordering::Given::first_time ? 1 : 0;
        }
        CHECK(first_times == 1);
        const auto number = shop_.order(placed.front()->order).number;
        CHECK(placed.front()->answer == ordering::StoredAnswer{202, "accepted " + number + " pending"});
        CHECK(shop_.ordering.published_types() == std::vector<std::string>{"order_placed", "stock_requested"});
    }

    void answers() {
        const auto id = shop_.place({.answer = ordering::Answer::when_settled})->order;
        CHECK(code_of(shop_.place()) == "request_in_progress");
        const auto running =
            queries().answer(ordering::answer_key(std::nullopt, numbered<CartId>(1), "key-1"))->value();
        CHECK(!running.answer);
        CHECK(running.order == id);
        CHECK(running.fingerprint == "the body");
        CHECK(running.running_since == shop_.ordering.clock.now());
        CHECK(code_of(store().transact([&](Work& work) { return work.answers().add(running); })) ==
              "request_in_progress");

        REQUIRE(shop_.complete(id));
        CHECK(shop_.place()->given == ordering::Given::again);
        CHECK(shop_.place()->answer == ordering::StoredAnswer{202, "accepted 100001 pending"});

        ordering::PurgeAnswers purge{store(), shop_.ordering.clock};
        shop_.ordering.clock.advance(std::chrono::hours{24});
        CHECK(purge.execute(10) == 0U);
        shop_.ordering.clock.advance(std::chrono::hours{1});
        CHECK(purge.execute(0) == 0U);
        CHECK(purge.execute(10) == 1U);
        CHECK(purge.execute(10) == 0U);
    }

    void customer_leaves() {
        const auto zoe = numbered<UserId>(1);
        const auto max = numbered<UserId>(2);
        const auto order_of = [&](UserId customer, std::uint8_t cart) {
            shop_.fill(numbered<CartId>(cart));
            return shop_
                .place({.customer = customer, .cart = numbered<CartId>(cart), .key = "key-" + std::to_string(cart)})
                ->order;
        };
        const auto cancelled = order_of(zoe, 1);
        REQUIRE(shop_.cancel(cancelled, "I move to Leeds"));
        REQUIRE(shop_.hears(cancelled, Event::stock_returned));
        const auto underway = order_of(zoe, 2);
        const auto others = order_of(max, 3);
        REQUIRE(shop_.hears(others, Event::stock_rejected));
        const auto before = shop_.order(cancelled);
        const auto others_before = shop_.order(others);

        ordering::AnonymiseOrders anonymise{store(), queries()};
        CHECK(anonymise.execute(10) == 0U);
        for (int i = 0; i < 2; ++i)
            REQUIRE(ordering::ForgetCustomer{store()}.execute({.message = numbered<MessageId>(9), .customer = zoe}));
        for (const auto& [customer, cart, is_kept] : {std::tuple{zoe, std::uint8_t{1}, false}, {max, 3, true}}) {
            const auto key = ordering::answer_key(customer, numbered<CartId>(cart), "key-" + std::to_string(cart));
            CHECK(queries().answer(key)->has_value() == is_kept);
        }
        CHECK_FALSE(shop_.order(underway).customer);
        CHECK(shop_.order(underway).shipping_address == an_address());
        CHECK(anonymise.execute(0) == 0U);
        CHECK(anonymise.execute(10) == 1U);
        CHECK(anonymise.execute(10) == 0U);

        auto expected = before;
        expected.customer.reset();
        expected.email = ordering::Anonymous::email();
        expected.shipping_address = ordering::Anonymous::address(before.shipping_address.fields().country);
        CHECK(shop_.order(cancelled) == expected);
        const auto records = *queries().records(cancelled);
        CHECK(std::ranges::count(records, "erased", [](const auto& each) { return each.reason.value_or(""); }) == 1);
        CHECK(std::ranges::count(records, "I move to Leeds",
                                 [](const auto& each) { return each.reason.value_or(""); }) == 0);
        CHECK(shop_.order(underway).shipping_address == an_address());
        REQUIRE(shop_.hears(underway, Event::stock_rejected));
        CHECK(anonymise.execute(10) == 1U);
        CHECK(shop_.order(underway).email == ordering::Anonymous::email());
        CHECK(shop_.order(others) == others_before);
    }

    void messages_once() {
        const auto id = shop_.place()->order;
        ordering::AdvanceCheckout advance{store(), shop_.ordering.clock, shop_.policy};
        const ordering::AdvanceCheckoutCommand reserved{
            .message = numbered<MessageId>(1), .order = id, .event = Event::stock_reserved};
        for (int i = 0; i < 3; ++i) REQUIRE(advance.execute(reserved));
        CHECK(std::ranges::count(shop_.ordering.published_types(), "payment_requested") == 1);

        {
            std::vector<std::jthread> copies;
            for (int i = 0; i < 8; ++i) {
                copies.emplace_back([&] {
                    CHECK(advance.execute(
                        {.message = numbered<MessageId>(2), .order = id, .event = Event::payment_captured}));
                });
            }
        }
        CHECK(std::ranges::count(shop_.ordering.published_types(), "stock_consumption_requested") == 1);
    }

    void overdue() {
        std::vector<OrderId> placed;
        for (std::uint8_t i = 1; i <= 3; ++i) {
            shop_.fill(numbered<CartId>(i));
            placed.push_back(shop_.place({.cart = numbered<CartId>(i)})->order);
            shop_.ordering.clock.advance(std::chrono::seconds{1});
        }
        const auto begin = shop_.ordering.clock.now() - std::chrono::seconds{3};
        CHECK(queries().overdue(begin + std::chrono::milliseconds{14'999}, 10)->due.empty());
        CHECK(queries().overdue(begin + std::chrono::seconds{16}, 10)->due == std::vector{placed[0], placed[1]});
        CHECK(queries().overdue(begin + std::chrono::hours{1}, 2)->due == std::vector{placed[0], placed[1]});

        shop_.ordering.clock.advance(std::chrono::minutes{5});
        CHECK(shop_.wake_overdue().woken == 3);
        CHECK(shop_.wake_overdue().woken == 0);
        CHECK(std::ranges::count(shop_.ordering.published_types(), "stock_return_requested") == 3);
    }

    void parked() {
        const auto id = shop_.place()->order;
        REQUIRE(shop_.cancel(id));
        for (int attempt = 0; attempt < shop_.policy.parked_after; ++attempt) {
            CHECK(shop_.wake_overdue().parked == 0);
            shop_.ordering.clock.advance(std::chrono::minutes{6});
            CHECK(shop_.wake_overdue().woken == 1);
        }
        CHECK(shop_.wake_overdue().parked == 1);
        REQUIRE(shop_.hears(id, Event::stock_returned));
        CHECK(shop_.wake_overdue().parked == 0);
    }

    void settled() {
        shop_.fill(numbered<CartId>(2));
        const auto waiting = shop_.place()->order;
        const auto failed = shop_.place({.cart = numbered<CartId>(2)})->order;
        REQUIRE(shop_.hears(failed, Event::stock_rejected));
        CHECK(*queries().settled(std::vector{waiting, failed}) == std::vector{failed});
        REQUIRE(shop_.cancel(waiting));
        CHECK(*queries().settled(std::vector{waiting, failed}) == std::vector{failed});
        REQUIRE(shop_.hears(waiting, Event::stock_returned));
        CHECK(queries().settled(std::vector{waiting, failed})->size() == 2);
    }

    OrderingShop<Ordering>& shop_;
};

}  // namespace orion::test
