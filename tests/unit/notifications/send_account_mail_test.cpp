#include "orion/notifications/send_account_mail.hpp"

#include "orion/notifications/forget_sent_mails.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_notifications.hpp"
#include "support/notifications_contract.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;
using notifications::AccountMail;

namespace {

struct PostOffice {
    test::FakeNotifications notifications;
    test::FakeMailer mailer;
    test::FakeClock clock;
    test::FakeIdGenerator ids;
    notifications::SendAccountMail send{{.store = notifications.store(), .mailer = mailer, .clock = clock},
                                        {.url = "https://shop.example", .name = "The Shop"}};

    notifications::SendAccountMailCommand command(AccountMail mail) {
        notifications::SendAccountMailCommand command{.message = ids.next<MessageId>(),
                                                      .mail = mail,
                                                      .to = Email::parse("zoe@example.com").value(),
                                                      .name = "Zoe"};
        if (mail == AccountMail::verification || mail == AccountMail::password_reset) command.token = Secret{"t0ken"};
        return command;
    }
};

}  // namespace

TEST_SUITE("notifications/send_account_mail") {
    TEST_CASE("notifications in memory keep the contract of their stores") {
        test::FakeNotifications notifications;
        test::notifications_contract(notifications.store());
    }

    TEST_CASE("who must prove something gets a link that does it") {
        PostOffice office;
        const auto command = office.command(AccountMail::verification);
        REQUIRE(office.send.execute(command));
        REQUIRE(office.send.execute(office.command(AccountMail::password_reset)));
        const auto mails = office.mailer.mails();
        REQUIRE(mails.size() == 2);
        CHECK(mails[0].id == command.message);
        CHECK(mails[0].to == command.to);
        CHECK(mails[0].to_name == "Zoe");
        CHECK(mails[0].text.starts_with("Hello Zoe,\n"));
        CHECK(mails[0].text.find("\nhttps://shop.example/verify-email?token=t0ken\n") != std::string::npos);
        CHECK(mails[1].text.find("\nhttps://shop.example/reset-password?token=t0ken\n") != std::string::npos);
    }

    TEST_CASE("who is only told something gets no token") {
        PostOffice office;
        REQUIRE(office.send.execute(office.command(AccountMail::welcome)));
        REQUIRE(office.send.execute(office.command(AccountMail::password_changed)));
        for (const auto& mail : office.mailer.mails()) CHECK(mail.text.find("token") == std::string::npos);
        CHECK(office.mailer.mails().at(0).subject == "Welcome to The Shop");
    }

    TEST_CASE("a message that comes twice is one mail") {
        PostOffice office;
        const auto command = office.command(AccountMail::welcome);
        REQUIRE(office.send.execute(command));
        REQUIRE(office.send.execute(command));
        CHECK(office.mailer.mails().size() == 1);
    }

    TEST_CASE("a mail that was not sent is sent when the message comes again") {
        PostOffice office;
        const auto command = office.command(AccountMail::welcome);
        office.mailer.fail_with(Error{ErrorKind::unavailable, "mail_not_sent", "", {}});
        CHECK(office.send.execute(command).error().code == "mail_not_sent");
        office.mailer.fail_with(std::nullopt);
        CHECK(office.send.execute(command));
        CHECK(office.mailer.mails().size() == 1);
    }

    TEST_CASE("a mailbox that does not exist is nothing to try again") {
        PostOffice office;
        office.mailer.fail_with(Error{ErrorKind::invalid, "mail_refused", "", {}});
        CHECK(office.send.execute(office.command(AccountMail::welcome)).error().kind == ErrorKind::invalid);
    }

    TEST_CASE("what was sent is forgotten after a season") {
        PostOffice office;
        const auto command = office.command(AccountMail::welcome);
        REQUIRE(office.send.execute(command));
        notifications::ForgetSentMails forget{office.notifications.store(), office.clock};
        office.clock.advance(notifications::ForgetSentMails::kept_for);
        CHECK(forget.execute(100).value() == 0);
        office.clock.advance(std::chrono::milliseconds{1});
        CHECK(forget.execute(100).value() == 1);
    }
}
