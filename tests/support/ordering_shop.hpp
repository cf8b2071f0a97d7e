#pragma once

#include "orion/ordering/advance_checkout.hpp"
#include "orion/ordering/cancel_order.hpp"
#include "orion/ordering/complete_answer.hpp"
#include "orion/ordering/get_order.hpp"
#include "orion/ordering/get_order_history.hpp"
#include "orion/ordering/place_order.hpp"
#include "orion/ordering/wake_overdue_checkouts.hpp"

#include "support/an_order.hpp"
#include "support/code_of.hpp"
#include "support/fake_ordering.hpp"

#include <string>
#include <utility>

namespace orion::test {

/// What a request to place an order says, with only what a test names changed.
struct ARequest {
    std::optional<UserId> customer{};
    CartId cart = numbered<CartId>(1);
    std::optional<std::string> cart_token = "cart-token";
    std::string key = "key-1";
    std::string fingerprint = "the body";
    std::string payment_token = "tok_approve";
    std::optional<Money> expected_total{};
    std::optional<std::string> shipping_method{};
    ordering::Answer answer = ordering::Answer::at_once;
};

/// A shop's ordering with its neighbours played by fakes: cart 1 holds two mugs at 12.50 and a pot at 5.00.
template <class Ordering = FakeOrdering>
struct OrderingShop {
    OrderingShop() {
        carts.carts.emplace(numbered<CartId>(1), ordering::CheckoutCart{.currency = pounds, .lines = {}});
        fill(numbered<CartId>(1));
    }

    void fill(CartId cart) {
        carts.carts.insert_or_assign(
            cart, ordering::CheckoutCart{.currency = pounds,
                                         .lines = {line("MUG", "Mug", 2, 1250), line("POT", "Tea pot", 1, 500)}});
    }

    static ordering::CheckoutLine line(const std::string& sku, const std::string& title, int quantity,
                                       std::int64_t price) {
        return {.sku = *Sku::parse(sku),
                .quantity = *Quantity::parse(quantity),
                .offer = ordering::CheckoutOffer{.title = title, .unit_price = Money{price, pounds}, .available = 100}};
    }

    Result<ordering::PlacedOrder> place(ARequest request = {}) {
        const auto token = request.cart_token ? std::optional{Secret{*request.cart_token}} : std::nullopt;
        const ordering::PlaceOrderCommand command{.customer = request.customer,
                                                  .cart = request.cart,
                                                  .cart_token = token,
                                                  .idempotency_key = request.key,
                                                  .fingerprint = request.fingerprint,
                                                  .email = *Email::parse("zoe@example.com"),
                                                  .shipping_address = an_address(),
                                                  .shipping_method = request.shipping_method,
                                                  .payment_token = Secret{request.payment_token},
                                                  .expected_total = request.expected_total,
                                                  .answer = request.answer,
                                                  .format = format};
        return ordering::PlaceOrder{{.store = ordering.store(),
                                     .queries = ordering.queries(),
                                     .carts = carts,
                                     .payment_methods = payment_methods,
                                     .tokens = tokens,
                                     .clock = ordering.clock,
                                     .ids = ordering.ids},
                                    policy}
            .execute(command);
    }

    Result<void> hears(OrderId order, ordering::CheckoutEvent event,
                       ordering::Reversal reversal = ordering::Reversal::nothing_taken) {
        return ordering::AdvanceCheckout{ordering.store(), ordering.clock, policy}.execute(
            {.message = ordering.ids.template next<MessageId>(), .order = order, .event = event, .reversal = reversal});
    }

    Result<ordering::OrderView> cancel(OrderId order, std::optional<std::string> reason = std::nullopt) {
        return ordering::CancelOrder{ordering.store(), tokens, ordering.clock, policy}.execute(
            {.order = order, .order_token = tokens.issue(order), .reason = std::move(reason)});
    }

    Result<ordering::StoredAnswer> complete(OrderId order, const std::string& key = "key-1") {
        return ordering::CompleteAnswer{ordering.store(), ordering.queries()}.execute(
            {.cart = numbered<CartId>(1), .idempotency_key = key, .order = order, .format = format});
    }

    ordering::WokenCheckouts wake_overdue(std::size_t limit = 100) {
        return *ordering::WakeOverdueCheckouts{ordering.store(), ordering.queries(), ordering.clock, policy}.execute(
            limit);
    }

    ordering::OrderView order(OrderId id) {
        return *ordering::GetOrder{ordering.queries(), tokens}.execute({.order = id, .order_token = tokens.issue(id)});
    }

    /// `pending, confirmed`
    std::string life_of(OrderId id) {
        const auto records = ordering::GetOrderHistory{ordering.queries(), tokens}.execute(
            {.order = id, .order_token = tokens.issue(id)});
        std::string text;
        for (const auto& record : *records) text += (text.empty() ? "" : ", ") + std::string{to_text(record.to)};
        return text;
    }

    Ordering ordering;
    FakeCheckoutCarts carts;
    FakePaymentMethods payment_methods;
    FakeOrderTokens tokens;
    FakeAnswerFormat format;
    ordering::CheckoutPolicy policy;
};

}  // namespace orion::test
