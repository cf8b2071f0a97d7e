#include "orion/ordering/find_settled.hpp"

#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::code_of;
using orion::test::numbered;

namespace {

using Shop = orion::test::OrderingShop<>;
using std::chrono::seconds;

}  // namespace

TEST_SUITE("ordering/orders") {
    TEST_CASE("an order is shown to whoever holds its token, and to nobody else") {
        Shop shop;
        const auto placed = *shop.place();
        GetOrder get{shop.ordering.queries(), shop.tokens};
        GetOrderHistory history{shop.ordering.queries(), shop.tokens};
        const auto unknown = numbered<OrderId>(9);

        CHECK(get.execute({.order = placed.order, .order_token = placed.order_token})->id == placed.order);
        CHECK(code_of(get.execute({.order = placed.order, .order_token = std::nullopt})) == "order_not_found");
        CHECK(code_of(get.execute({.order = placed.order, .order_token = Secret{"x"}})) == "order_not_found");
        CHECK(code_of(get.execute({.order = unknown, .order_token = shop.tokens.issue(unknown)})) == "order_not_found");
        CHECK(code_of(history.execute({.order = placed.order, .order_token = Secret{"x"}})) == "order_not_found");
        CHECK(code_of(history.execute({.order = unknown, .order_token = shop.tokens.issue(unknown)})) ==
              "order_not_found");
        CHECK(history.execute({.order = placed.order, .order_token = placed.order_token})->size() == 1);
    }

    TEST_CASE("a customer's order is shown to the customer and to staff, and looks like no order to others") {
        Shop shop;
        const auto zoe = numbered<UserId>(1);
        const auto max = numbered<UserId>(2);
        const auto order = shop.place({.customer = zoe})->order;
        GetOrder get{shop.ordering.queries(), shop.tokens};
        GetOrderHistory history{shop.ordering.queries(), shop.tokens};
        const auto asked_by = [&](const Asker& asker) {
            return OrderQuery{.order = order, .order_token = std::nullopt, .asker = asker};
        };

        CHECK(get.execute(asked_by({.user = zoe}))->customer == zoe);
        CHECK(history.execute(asked_by({.user = zoe}))->size() == 1);
        CHECK(get.execute(asked_by({.user = max, .reach = Reach::every})));
        CHECK(history.execute(asked_by({.user = max, .reach = Reach::every}))->size() == 1);
        CHECK(code_of(get.execute(asked_by({.user = max}))) == "order_not_found");
        CHECK(code_of(history.execute(asked_by({.user = max}))) == "order_not_found");
        CHECK(code_of(get.execute(asked_by({}))) == "order_not_found");
        CHECK(code_of(history.execute(asked_by({}))) == "order_not_found");
    }

    TEST_CASE("a guest's order belongs to no user, not even to one who asks without a name") {
        Shop shop;
        const auto order = shop.place()->order;
        GetOrder get{shop.ordering.queries(), shop.tokens};
        CHECK(code_of(get.execute({.order = order, .order_token = std::nullopt, .asker = {}})) == "order_not_found");
        CHECK(code_of(
                  get.execute({.order = order, .order_token = std::nullopt, .asker = {.user = numbered<UserId>(1)}})) ==
              "order_not_found");
    }

    TEST_CASE("the history tells who cancelled: the customer, or which member of staff") {
        const auto zoe = numbered<UserId>(1);
        const auto clerk = numbered<UserId>(2);
        const auto cancelled_by = [&](std::optional<UserId> customer, const Asker& asker) {
            Shop shop;
            const auto order = shop.place({.customer = customer})->order;
            CancelOrder cancel{shop.ordering.store(), shop.tokens, shop.ordering.clock, shop.policy};
            const auto done = cancel.execute({.order = order, .order_token = std::nullopt, .asker = asker});
            if (!done) return code_of(done);
            return shop.ordering.queries().records(order)->back().by;
        };
        CHECK(cancelled_by(zoe, {.user = zoe}) == "customer");
        CHECK(cancelled_by(zoe, {.user = clerk, .reach = Reach::every}) == "staff:" + clerk.to_string());
        CHECK(cancelled_by(clerk, {.user = clerk, .reach = Reach::every}) == "customer");
        CHECK(cancelled_by(std::nullopt, {.user = clerk, .reach = Reach::every}) == "staff:" + clerk.to_string());
        CHECK(cancelled_by(zoe, {.user = clerk}) == "order_not_found");
        CHECK(cancelled_by(zoe, {}) == "order_not_found");
    }

    TEST_CASE("that staff cancelled somebody's order is told to the audit log; that its customer did is not") {
        Shop shop;
        const auto zoe = numbered<UserId>(1);
        CancelOrder cancel{shop.ordering.store(), shop.tokens, shop.ordering.clock, shop.policy};
        std::uint8_t cart = 10;
        const auto cancelled_for = [&](const Asker& asker) {
            const auto its_cart = numbered<CartId>(++cart);
            shop.fill(its_cart);
            const auto order = shop.place({.customer = zoe, .cart = its_cart, .key = std::to_string(cart)})->order;
            REQUIRE(cancel.execute({.order = order, .order_token = std::nullopt, .asker = asker}));
            return order;
        };
        const auto order = cancelled_for({.user = numbered<UserId>(2), .reach = Reach::every});
        cancelled_for({.user = zoe});
        CHECK(shop.ordering.state().acts == std::vector<Act>{{.name = "order_cancelled",
                                                              .subject = named("order", order),
                                                              .before = {{"status", "pending"}},
                                                              .after = {{"status", "cancelled"}},
                                                              .actor = "shop"}});
    }

    TEST_CASE("a stranger cannot cancel an order") {
        Shop shop;
        const auto placed = *shop.place();
        CancelOrder cancel{shop.ordering.store(), shop.tokens, shop.ordering.clock, shop.policy};
        const auto unknown = numbered<OrderId>(9);

        CHECK(code_of(cancel.execute({.order = placed.order, .order_token = Secret{"x"}})) == "order_not_found");
        CHECK(code_of(cancel.execute({.order = unknown, .order_token = shop.tokens.issue(unknown)})) ==
              "order_not_found");
        CHECK(shop.order(placed.order).status == OrderStatus::pending);
    }

    TEST_CASE("a novel is no reason") {
        Shop shop;
        const auto placed = *shop.place();
        const auto refused = shop.cancel(placed.order, std::string(501, 'x'));
        REQUIRE(!refused);
        CHECK(refused.error().fields.at(0).field == "reason");
    }

    TEST_CASE("an order is cancelled once") {
        Shop shop;
        const auto placed = *shop.place();
        CHECK(shop.cancel(placed.order, "changed my mind")->status == OrderStatus::cancelled);
        CHECK(code_of(shop.cancel(placed.order)) == "not_cancellable");
        CHECK(shop.ordering.count<OrderCancelled>() == 1);
        CHECK(shop.ordering.count<StockReturnRequested>() == 1);
    }

    TEST_CASE("the same message twice has one effect") {
        Shop shop;
        const auto placed = *shop.place();
        AdvanceCheckout advance{shop.ordering.store(), shop.ordering.clock, shop.policy};
        const AdvanceCheckoutCommand reserved{
            .message = numbered<MessageId>(1), .order = placed.order, .event = CheckoutEvent::stock_reserved};

        REQUIRE(advance.execute(reserved));
        REQUIRE(advance.execute(reserved));

        CHECK(shop.ordering.count<PaymentRequested>() == 1);
    }

    TEST_CASE("a message about no order of ours makes no sense") {
        Shop shop;
        const auto outcome = shop.hears(numbered<OrderId>(9), CheckoutEvent::stock_reserved);
        CHECK(code_of(outcome) == "order_not_found");
        CHECK(shop.ordering.state().inbox.empty());
    }

    TEST_CASE("the customer learns what was short") {
        Shop shop;
        const auto placed = *shop.place();
        AdvanceCheckout advance{shop.ordering.store(), shop.ordering.clock, shop.policy};

        REQUIRE(advance.execute({.message = numbered<MessageId>(1),
                                 .order = placed.order,
                                 .event = CheckoutEvent::stock_rejected,
                                 .short_of = {*Sku::parse("MUG"), *Sku::parse("POT")}}));

        const auto order = shop.order(placed.order);
        CHECK(order.status == OrderStatus::failed);
        CHECK(order.failure_reason == FailureReason::out_of_stock);
        CHECK(shop.ordering.state().records.at(placed.order).back().detail == "short of MUG, POT");
        CHECK(shop.ordering.last<OrderFailed>().reason == "out_of_stock");
        CHECK(FindSettled{shop.ordering.queries()}.execute(std::vector{placed.order})->size() == 1);
    }

    TEST_CASE("checkouts without an answer are woken when their time has come, the oldest first") {
        Shop shop;
        shop.fill(numbered<CartId>(2));
        REQUIRE(shop.place());
        shop.ordering.clock.advance(seconds{5});
        const auto second = *shop.place({.cart = numbered<CartId>(2)});

        shop.ordering.clock.advance(seconds{9});
        CHECK(shop.wake_overdue().woken == 0);
        shop.ordering.clock.advance(seconds{10});
        CHECK(shop.wake_overdue(1).woken == 1);
        CHECK(shop.ordering.last<StockRequested>().order != second.order);
        CHECK(shop.wake_overdue(1).woken == 1);
        CHECK(shop.ordering.last<StockRequested>().order == second.order);
        CHECK(shop.wake_overdue().woken == 0);
    }

    TEST_CASE("an operator hears of goods that cannot be returned") {
        Shop shop;
        const auto placed = *shop.place();
        REQUIRE(shop.cancel(placed.order));
        for (int attempt = 0; attempt < shop.policy.parked_after; ++attempt) {
            CHECK(shop.wake_overdue().parked == 0);
            shop.ordering.clock.advance(std::chrono::minutes{6});
            CHECK(shop.wake_overdue().woken == 1);
        }
        CHECK(shop.wake_overdue().parked == 1);
        REQUIRE(shop.hears(placed.order, CheckoutEvent::stock_returned));
        CHECK(shop.wake_overdue().parked == 0);
    }
}
