#include "orion/consumers/carts_consumer.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "support/fake_carts.hpp"

#include <doctest/doctest.h>

using namespace orion;

TEST_SUITE("consumers/carts_consumer") {
    TEST_CASE("the carts of somebody who has left go, however often that is told, and nobody else's") {
        test::FakeCarts carts;
        messaging::JsonEventReader<identity::Event> events;
        carts::ForgetOwner forget{carts.store()};
        consumers::CartsConsumer consumer{{.events = events, .forget_owner = forget}};
        const auto zoe = carts.ids.next<UserId>();
        for (const auto& owner :
             {std::optional{zoe}, std::optional{carts.ids.next<UserId>()}, std::optional<UserId>{}}) {
            REQUIRE(carts.transact([&](carts::CartsWork& work) -> Result<void> {
                work.carts().add(
                    carts::Cart::create(carts.ids.next<CartId>(), *Currency::parse("GBP"), carts.clock.now(), owner));
                return {};
            }));
        }
        const auto hears = [&](const identity::Event& event) {
            return consumer.handle(
                {.message = messaging::encode(event, {.id = carts.ids.next<MessageId>(), .time = carts.clock.now()}),
                 .attempt = 1});
        };
        const auto email = Email::parse("zoe@example.com").value();

        REQUIRE(hears(identity::PasswordChanged{{.user = zoe, .email = email, .name = "Zoe"}}));
        CHECK(carts.state().carts.size() == 3);
        for (int i = 0; i < 2; ++i) REQUIRE(hears(identity::UserErased{zoe, email}));
        CHECK(carts.state().carts.size() == 2);
        CHECK_FALSE(*carts.find_open(zoe));
    }
}
