#include "orion/messaging/event_codec.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

using namespace orion;
using namespace orion::messaging;

namespace {

test::FakeIdGenerator ids;
const auto order = ids.next<OrderId>();
const auto gbp = Currency::parse("GBP").value();
const auto sku = Sku::parse("SHIRT-M").value();
const Instant noon{std::chrono::milliseconds{1'769'851'800'123}};

template <class Event>
Envelope sealed(const Event& event) {
    return encode(event, {.id = ids.next<MessageId>(), .time = noon});
}

template <class Event>
Event there_and_back(const Event& event) {
    const auto message = sealed(event);
    CHECK(message.type == event_type<Event>());
    auto back = decode<Event>(message);
    REQUIRE(back);
    return *std::move(back);
}

identity::Recipient zoe() {
    return {.user = UserId{order.uuid()}, .email = *Email::parse("Zoe@example.com"), .name = "Zoë \"Z\""};
}

bool is_malformed(std::string body) {
    auto message = sealed(ordering::OrderConfirmed{order});
    message.body = std::move(body);
    const auto event = decode<ordering::OrderConfirmed>(message);
    return !event && event.error().kind == ErrorKind::invalid && event.error().code == "malformed_event";
}

}  // namespace

TEST_CASE("What is told about people arrives as it was sent") {
    auto to = zoe();
    const auto registered = there_and_back(identity::UserRegistered{to});
    CHECK(registered.to.user == to.user);
    CHECK(registered.to.email.text() == "Zoe@example.com");
    CHECK(registered.to.name == to.name);
    CHECK_FALSE(registered.to.locale);
    to.locale = "en-GB";
    const auto asked = there_and_back(identity::VerificationRequested{to, Secret{"token"}});
    CHECK(asked.to.locale == "en-GB");
    CHECK(asked.token.expose() == "token");
    CHECK(there_and_back(identity::PasswordResetRequested{to, Secret{"token"}}).token.expose() == "token");
    CHECK(there_and_back(identity::PasswordChanged{to}).to.email == to.email);
    const auto erased = there_and_back(identity::UserErased{to.user, to.email});
    CHECK(erased.user == to.user);
    CHECK(erased.email == to.email);
    CHECK(there_and_back(identity::EmailChangeRequested{to}).to.email == to.email);
    CHECK(there_and_back(identity::SecondFactorAdded{to}).to.email == to.email);
    CHECK(there_and_back(identity::SecondFactorRemoved{to}).to.email == to.email);
    CHECK(there_and_back(identity::RequestUnanswered{to.user}).user == to.user);
    CHECK(sealed(erased).subject == to.user.to_string());
    CHECK(sealed(asked).subject == to.user.to_string());

    auto without_token = sealed(asked);
    without_token.body.erase(without_token.body.rfind("token"), 5);
    CHECK(decode<identity::VerificationRequested>(without_token).error().code == "malformed_event");
    auto to_nowhere = sealed(registered);
    to_nowhere.body.replace(to_nowhere.body.find("Zoe@"), 4, "Zoe");
    CHECK(decode<identity::UserRegistered>(to_nowhere).error().code == "malformed_event");
}

TEST_CASE("Every event arrives as it was sent") {
    using namespace ordering;
    const auto placed = there_and_back(OrderPlaced{order, "2026-000042", Money{4999, gbp}, noon});
    CHECK(placed.order == order);
    CHECK(placed.number == "2026-000042");
    CHECK(placed.total == Money{4999, gbp});
    CHECK(placed.placed_at == noon);
    CHECK(there_and_back(OrderConfirmed{order}).order == order);
    CHECK(there_and_back(OrderFailed{order, "out_of_stock"}).reason == "out_of_stock");
    CHECK(there_and_back(OrderCancelled{order}).order == order);
    const auto requested = there_and_back(StockRequested{order, {{sku, Quantity::parse(3).value()}}, noon});
    REQUIRE(requested.lines.size() == 1);
    CHECK(requested.lines[0].sku == sku);
    CHECK(requested.lines[0].quantity.value() == 3);
    CHECK(requested.expires_at == noon);
    CHECK(there_and_back(PaymentRequested{order, Money{1, gbp}, Secret{"tok \"é\""}}).payment_token.expose() ==
          "tok \"é\"");
    CHECK(there_and_back(StockConsumptionRequested{order}).order == order);
    CHECK(there_and_back(StockReturnRequested{order}).order == order);
    CHECK(there_and_back(PaymentReversalRequested{order}).order == order);

    CHECK(there_and_back(inventory::StockReserved{order}).order == order);
    CHECK(there_and_back(inventory::StockRejected{order, {sku, sku}}).short_of.size() == 2);
    CHECK(there_and_back(inventory::StockConsumed{order}).order == order);
    CHECK(there_and_back(inventory::StockReturned{order}).order == order);
    const auto levels = there_and_back(inventory::StockLevelsChanged{{{sku, 7, std::int64_t{1} << 60}}}).levels;
    REQUIRE(levels.size() == 1);
    CHECK(levels[0].available == 7);
    CHECK(levels[0].version == std::int64_t{1} << 60);

    const auto payment = ids.next<PaymentId>();
    CHECK(there_and_back(billing::PaymentCaptured{order, payment, Money{5, gbp}}).payment == payment);
    CHECK(there_and_back(billing::PaymentDeclined{order}).order == order);
    CHECK(there_and_back(billing::PaymentUnavailable{order}).order == order);
    CHECK(there_and_back(billing::PaymentReversed{order, billing::Reversal::voided}).reversal ==
          billing::Reversal::voided);
}

TEST_CASE("A message is about its order and belongs to the request that caused it") {
    const TraceScope scope{{.correlation_id = "c", .causation_id = "m", .traceparent = "t"}};
    const auto message = sealed(ordering::OrderConfirmed{order});
    CHECK(message.subject == order.to_string());
    CHECK(message.version == 1);
    CHECK(message.time == noon);
    CHECK(message.trace.correlation_id == "c");
    CHECK(message.trace.causation_id == "m");
    CHECK(sealed(inventory::StockLevelsChanged{{{sku, 1, 1}}}).subject == "SHIRT-M");
    CHECK(encode(inventory::StockLevelsChanged{}, {ids.next<MessageId>(), noon, "order 1"}).subject == "order 1");
}

TEST_CASE("No body, however broken, does more than fail") {
    const auto good = sealed(ordering::StockRequested{order, {{sku, Quantity::parse(3).value()}}, noon});
    for (std::size_t length = 0; length + 1 < good.body.size(); ++length) {
        auto cut = good;
        cut.body.resize(length);
        CHECK_FALSE(decode<ordering::StockRequested>(cut));
    }
    for (std::size_t at = 0; at < good.body.size(); ++at)
        for (const char replacement : {'\0', '"', '{', ']', '9', '\xff'}) {
            auto bent = good;
            bent.body[at] = replacement;
            std::ignore = decode<ordering::StockRequested>(bent);
        }
    for (const char* body : {"", "null", "5", "[]", "\"x\"", "{}", R"({"order":null})", R"({"order":5})",
                             R"({"order":"x"})", R"({"order":{"order":"x"}})", R"({"order":[]})"})
        CHECK_MESSAGE(is_malformed(body), body);
    const auto with_order = [](std::string_view rest) {
        return R"({"order":")" + order.to_string() + "\"" + std::string{rest} + "}";
    };
    CHECK_FALSE(is_malformed(with_order("")));
    CHECK_FALSE(is_malformed(with_order(R"(,"new":[1,{"member":null}])")));
    CHECK(is_malformed(with_order(",\"x\":\"\xc3\"")));
    CHECK(is_malformed(with_order(",\"x\":\"\xed\xa0\x80\"")));
    CHECK(is_malformed(with_order(",\"x\":\"" + std::string(70'000, 'x') + "\"")));
    CHECK(is_malformed(with_order(",\"x\":" + std::string(30'000, '[') + std::string(30'000, ']'))));
}

TEST_CASE("Values that an API request could not have are refused in messages too") {
    const auto refused = []<class Event>(const Event& event, std::string_view from, std::string_view to) {
        auto message = sealed(event);
        const auto at = message.body.find(from);
        REQUIRE(at != std::string::npos);
        message.body.replace(at, from.size(), to);
        return !decode<Event>(message);
    };
    const ordering::StockRequested requested{order, {{sku, Quantity::parse(3).value()}}, noon};
    CHECK(refused(requested, "\"quantity\": 3", "\"quantity\": 0"));
    CHECK(refused(ordering::PaymentRequested{order, Money{77, gbp}, Secret{"t"}}, "77", "-77"));
    CHECK(refused(ordering::PaymentRequested{order, Money{77, gbp}, Secret{"t"}}, "77", "7.7"));
    CHECK(refused(ordering::PaymentRequested{order, Money{77, gbp}, Secret{"t"}}, "77", "99999999999999999999"));
    CHECK(refused(ordering::PaymentRequested{order, Money{77, gbp}, Secret{"t"}}, "GBP", "QQQ"));
    CHECK(refused(requested, "SHIRT-M", "a shirt"));
    CHECK(refused(billing::PaymentReversed{order, billing::Reversal::voided}, "voided", "burnt"));
}

TEST_CASE("An event of another type or from a newer version is unknown") {
    auto message = sealed(ordering::OrderConfirmed{order});
    CHECK(decode<ordering::OrderCancelled>(message).error().code == "unknown_event");
    message.version = 2;
    CHECK(decode<ordering::OrderConfirmed>(message).error().code == "unknown_event");
}
