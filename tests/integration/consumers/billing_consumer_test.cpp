#include "orion/consumers/billing_consumer.hpp"

#include "orion/bridges/gateway_payment_methods.hpp"

#include "support/fake_backoff.hpp"
#include "support/fake_billing.hpp"
#include "support/fake_payment_gateway.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <variant>

using namespace orion;

namespace {

const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
const Money five_pounds{500, *Currency::parse("GBP")};

/// Reads the same event out of every message.
class OneEvent : public EventReader<ordering::Event> {
public:
    Result<ordering::Event> read(const Envelope&) const override {
        if (event) return *event;
        return fail(ErrorKind::invalid, "malformed_event", "This is no event.");
    }
    std::optional<ordering::Event> event;
};

struct Counter {
    Result<void> hear(std::optional<ordering::Event> event) {
        reader.event = std::move(event);
        return consumer.handle({.message = {.id = billing.ids.next<MessageId>(),
                                            .type = "",
                                            .version = 1,
                                            .time = billing.clock.now(),
                                            .subject = order.to_string(),
                                            .trace = {},
                                            .body = ""},
                                .attempt = 1});
    }

    test::FakeBilling billing;
    test::FakePaymentGateway gateway;
    test::FakeBackoff backoff;
    OneEvent reader;
    billing::TakePayment take{
        {.store = billing, .gateway = gateway, .backoff = backoff, .clock = billing.clock, .ids = billing.ids}, {}};
    billing::ReversePayment reverse{{.store = billing, .gateway = gateway, .clock = billing.clock, .ids = billing.ids}};
    consumers::BillingConsumer consumer{{.events = reader, .take_payment = take, .reverse_payment = reverse}};
};

}  // namespace

TEST_SUITE("consumers/billing_consumer") {
    TEST_CASE("a checkout that asks for money gets it, and gets it back") {
        Counter counter;
        REQUIRE(counter.hear(ordering::PaymentRequested{order, five_pounds, Secret{"tok_approve"}}));
        CHECK(std::get<billing::PaymentCaptured>(counter.billing.published().back()).amount == five_pounds);

        REQUIRE(counter.hear(ordering::PaymentReversalRequested{order}));
        CHECK(std::get<billing::PaymentReversed>(counter.billing.published().back()).order == order);
    }

    TEST_CASE("other news of orders are none of billing's business") {
        Counter counter;
        CHECK(counter.hear(ordering::OrderConfirmed{order}));
        CHECK(counter.gateway.calls == 0);
        CHECK(counter.billing.state().inbox.empty());
    }

    TEST_CASE("what cannot be read is a dead letter and not tried again") {
        Counter counter;
        const auto result = counter.hear(std::nullopt);
        REQUIRE_FALSE(result);
        CHECK(result.error().kind == ErrorKind::invalid);
    }
}

TEST_SUITE("bridges/gateway_payment_methods") {
    TEST_CASE("an order can be paid with what the gateway knows") {
        test::FakePaymentGateway gateway;
        bridges::GatewayPaymentMethods methods{gateway};
        CHECK(methods.recognises(Secret{"tok_approve"}));
        CHECK_FALSE(methods.recognises(Secret{"cash"}));
    }
}
