#include "orion/consumers/notifications_consumer.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_notifications.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;

namespace {

struct PostOffice {
    test::FakeNotifications notifications;
    test::FakeMailer mailer;
    test::FakeClock clock;
    test::FakeIdGenerator ids;
    messaging::JsonEventReader<identity::Event> events;
    notifications::SendAccountMail send{{.store = notifications.store(), .mailer = mailer, .clock = clock},
                                        {.url = "https://shop.example", .name = "The Shop"}};
    consumers::NotificationsConsumer consumer{{.events = events, .send_account_mail = send}};
    identity::Recipient zoe{
        .user = ids.next<UserId>(), .email = Email::parse("zoe@example.com").value(), .name = "Zoe"};

    Envelope message(const identity::Event& event) {
        return messaging::encode(event, {.id = ids.next<MessageId>(), .time = clock.now()});
    }
    Result<void> hear(const Envelope& message) { return consumer.handle({.message = message, .attempt = 1}); }
};

}  // namespace

TEST_SUITE("consumers/notifications_consumer") {
    TEST_CASE("what identity tells becomes mails to the person it is about") {
        PostOffice office;
        REQUIRE(office.hear(office.message(identity::UserRegistered{office.zoe})));
        REQUIRE(office.hear(office.message(identity::VerificationRequested{office.zoe, Secret{"v-token"}})));
        REQUIRE(office.hear(office.message(identity::PasswordResetRequested{office.zoe, Secret{"r-token"}})));
        REQUIRE(office.hear(office.message(identity::PasswordChanged{office.zoe})));
        REQUIRE(office.hear(office.message(identity::EmailChangeRequested{office.zoe})));
        REQUIRE(office.hear(office.message(identity::SecondFactorAdded{office.zoe})));
        REQUIRE(office.hear(office.message(identity::SecondFactorRemoved{office.zoe})));
        const auto mails = office.mailer.mails();
        REQUIRE(mails.size() == 7);
        for (const auto& mail : mails) CHECK(mail.to == office.zoe.email);
        CHECK(mails[0].subject == "Welcome to The Shop");
        CHECK(mails[1].text.find("/verify-email?token=v-token\n") != std::string::npos);
        CHECK(mails[2].text.find("/reset-password?token=r-token\n") != std::string::npos);
        CHECK(mails[3].subject == "Your password was changed");
        CHECK(mails[4].subject == "Another e-mail address for your account");
        CHECK(mails[5].subject == "A second factor for your account");
        CHECK(mails[6].subject == "Your second factor was switched off");
    }

    TEST_CASE("the same message twice is one mail") {
        PostOffice office;
        const auto message = office.message(identity::UserRegistered{office.zoe});
        REQUIRE(office.hear(message));
        REQUIRE(office.hear(message));
        CHECK(office.mailer.mails().size() == 1);
        CHECK(office.mailer.mails().front().id == message.id);
    }

    TEST_CASE("of an account that is gone nobody is written") {
        PostOffice office;
        CHECK(office.hear(office.message(identity::UserErased{office.zoe.user, office.zoe.email})));
        CHECK(office.hear(office.message(identity::RequestUnanswered{office.zoe.user})));
        CHECK(office.mailer.mails().empty());
    }

    TEST_CASE("what is no event of identity is nothing to try again") {
        PostOffice office;
        auto message = office.message(identity::UserRegistered{office.zoe});
        message.body = "{}";
        CHECK(office.hear(message).error().kind == ErrorKind::invalid);
    }
}
