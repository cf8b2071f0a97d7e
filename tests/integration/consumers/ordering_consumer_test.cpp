#include "orion/consumers/ordering_consumer.hpp"

#include "orion/messaging/json_event_reader.hpp"

#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

using namespace orion;

namespace {

struct Office {
    template <class Event>
    Result<void> hears(const Event& event) {
        return hears(messaging::encode(
            event, {.id = shop.ordering.ids.next<MessageId>(), .time = shop.ordering.clock.now(), .subject = "it"}));
    }
    Result<void> hears(const Envelope& message) { return consumer.handle({.message = message, .attempt = 1}); }

    test::OrderingShop<> shop;
    messaging::JsonEventReader<inventory::Event> inventory_events;
    messaging::JsonEventReader<billing::Event> billing_events;
    ordering::AdvanceCheckout advance{shop.ordering.store(), shop.ordering.clock, shop.policy};
    messaging::JsonEventReader<identity::Event> identity_events;
    ordering::ForgetCustomer forget{shop.ordering.store()};
    consumers::OrderingConsumer consumer{{.inventory_events = inventory_events,
                                          .billing_events = billing_events,
                                          .identity_events = identity_events,
                                          .advance_checkout = advance,
                                          .forget_customer = forget}};
};

}  // namespace

TEST_SUITE("consumers/ordering_consumer") {
    TEST_CASE("what inventory and billing answer takes a checkout to its end, and back") {
        Office office;
        const auto id = office.shop.place()->order;
        const PaymentId payment{id.uuid()};

        REQUIRE(office.hears(inventory::Event{inventory::StockReserved{id}}));
        REQUIRE(office.hears(billing::Event{billing::PaymentCaptured{id, payment, Money{3000, test::pounds}}}));
        REQUIRE(office.hears(inventory::Event{inventory::StockConsumed{id}}));
        CHECK(office.shop.order(id).status == ordering::OrderStatus::confirmed);

        REQUIRE(office.shop.cancel(id));
        REQUIRE(office.hears(billing::Event{billing::PaymentReversed{id, billing::Reversal::refunded}}));
        REQUIRE(office.hears(inventory::Event{inventory::StockReturned{id}}));
        CHECK(office.shop.order(id).payment_status == ordering::PaymentStatus::refunded);
        CHECK(office.shop.ordering.settled(std::vector{id})->size() == 1);
    }

    TEST_CASE("bad news comes with its reason") {
        Office office;
        const auto id = office.shop.place()->order;

        REQUIRE(office.hears(inventory::Event{inventory::StockRejected{id, {*Sku::parse("MUG")}}}));

        CHECK(office.shop.order(id).failure_reason == ordering::FailureReason::out_of_stock);
        CHECK(office.shop.ordering.state().records.at(id).back().detail == "short of MUG");
    }

    TEST_CASE("a declined and an unanswered payment are told apart") {
        for (const auto& [event, reason] :
             {std::pair{billing::Event{billing::PaymentDeclined{test::numbered<OrderId>(0)}},
                        ordering::CheckoutEnding::payment_declined},
              std::pair{billing::Event{billing::PaymentUnavailable{test::numbered<OrderId>(0)}},
                        ordering::CheckoutEnding::payment_unavailable}}) {
            Office office;
            const auto id = office.shop.place()->order;
            REQUIRE(office.hears(inventory::Event{inventory::StockReserved{id}}));
            auto about_it = event;
            std::visit([&](auto& each) { each.order = id; }, about_it);

            REQUIRE(office.hears(about_it));

            CHECK(office.shop.ordering.state().checkouts.at(id).snapshot.ending == reason);
        }
    }

    TEST_CASE("a customer who has left owns no orders any more") {
        Office office;
        const auto zoe = test::numbered<UserId>(1);
        const auto email = Email::parse("zoe@example.com").value();
        const auto id = office.shop.place({.customer = zoe})->order;
        REQUIRE(office.hears(identity::Event{identity::PasswordChanged{{.user = zoe, .email = email, .name = "Zoe"}}}));
        CHECK(office.shop.order(id).customer == zoe);
        REQUIRE(office.hears(identity::Event{identity::UserErased{zoe, email}}));
        CHECK_FALSE(office.shop.order(id).customer);
    }

    TEST_CASE("stock levels are none of ordering's business") {
        Office office;
        CHECK(office.hears(inventory::Event{inventory::StockLevelsChanged{{{*Sku::parse("MUG"), 5, 1}}}}));
        CHECK(office.shop.ordering.state().inbox.empty());
    }

    TEST_CASE("what cannot be read, or is about no order, is a dead letter and not tried again") {
        Office office;
        const auto id = office.shop.place()->order;
        auto message =
            messaging::encode(inventory::Event{inventory::StockReserved{id}},
                              {.id = test::numbered<MessageId>(1), .time = office.shop.ordering.clock.now()});
        message.body = "{";
        CHECK(test::code_of(office.hears(message)) == "malformed_event");
        message.type = "gossip.heard";
        CHECK(test::code_of(office.hears(message)) == "unknown_event");
        message.type = "billing.gossip_heard";
        CHECK(test::code_of(office.hears(message)) == "unknown_event");
        const auto unknown = office.hears(inventory::Event{inventory::StockReserved{test::numbered<OrderId>(9)}});
        CHECK(test::code_of(unknown) == "order_not_found");
    }
}
