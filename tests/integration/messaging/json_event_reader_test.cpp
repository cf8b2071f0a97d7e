#include "orion/messaging/json_event_reader.hpp"

#include <doctest/doctest.h>

#include <variant>

using namespace orion;

namespace {

const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
const messaging::EnvelopeHeader header{.id = MessageId{order.uuid()}, .time = {}};

}  // namespace

TEST_SUITE("messaging/json_event_reader") {
    TEST_CASE("every event of a context can be told from its message") {
        const messaging::JsonEventReader<ordering::Event> reader;
        const Money five_pounds{500, *Currency::parse("GBP")};

        const auto payment = reader.read(
            messaging::encode(ordering::PaymentRequested{order, five_pounds, Secret{"tok_approve"}}, header));
        const auto reversal = reader.read(messaging::encode(ordering::PaymentReversalRequested{order}, header));
        REQUIRE(payment);
        REQUIRE(reversal);
        CHECK(std::get<ordering::PaymentRequested>(*payment).payment_token.expose() == "tok_approve");
        CHECK(std::get<ordering::PaymentReversalRequested>(*reversal).order == order);
    }

    TEST_CASE("what belongs to another context, or is broken, is refused for good") {
        const messaging::JsonEventReader<ordering::Event> reader;
        const auto foreign = reader.read(messaging::encode(billing::PaymentDeclined{order}, header));
        REQUIRE_FALSE(foreign);
        CHECK(foreign.error().code == "unknown_event");

        auto broken = messaging::encode(ordering::OrderConfirmed{order}, header);
        broken.body = "{";
        const auto result = reader.read(broken);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == "malformed_event");
    }
}
