#include "orion/mail/file_mailer.hpp"
#include "orion/mail/smtp_mailer.hpp"

#include "support/fake_clock.hpp"
#include "support/mailer_contract.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>

using namespace orion;
using namespace std::chrono_literals;
using mail::FileMailer;
using mail::SmtpMailer;
using test::a_mail;
using test::the_shop;

namespace {

notifications::Mail to(const std::string& address) {
    auto mail = a_mail();
    mail.to = Email::parse(address).value();
    return mail;
}

}  // namespace

TEST_SUITE("mail/file_mailer") {
    TEST_CASE("a folder of mails keeps the contract of a mailer") {
        const test::TemporaryFolder folder;
        const test::FakeClock clock;
        FileMailer mailer{folder.path() / "outbox", the_shop(), clock};
        test::MailerContract{mailer, [&] { return test::mails_in(folder.path() / "outbox"); }}.check();
    }

    TEST_CASE("the same mail again is one mail, for its owner's eyes only") {
        const test::TemporaryFolder folder;
        const test::FakeClock clock;
        FileMailer mailer{folder.path(), the_shop(), clock};
        CHECK(mailer.send(a_mail()));
        CHECK(mailer.send(a_mail()));
        CHECK(test::mails_in(folder.path()).size() == 1);
        CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
        const auto file = folder.path() / "018f0000-0000-7000-8000-00000000000a.eml";
        CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
              (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    }

    TEST_CASE("without its folder a mail may be tried again") {
        const test::TemporaryFolder folder;
        const test::FakeClock clock;
        FileMailer mailer{folder.path() / "outbox", the_shop(), clock};
        std::filesystem::remove(folder.path() / "outbox");
        CHECK(mailer.send(a_mail()).error().code == "mail_not_sent");
    }
}

TEST_SUITE("mail/smtp_mailer") {
    TEST_CASE("a mail server keeps the contract of a mailer") {
        const test::SmtpSink sink;
        const test::FakeClock clock;
        SmtpMailer mailer{{.url = "smtp://127.0.0.1:" + sink.port()}, the_shop(), clock};
        test::MailerContract{mailer, [&] { return sink.mails(); }}.check();
        CHECK(sink.envelopes().starts_with("shop@orion.example zoe@example.com\n"));
    }

    TEST_CASE("a mailbox that does not exist is told from a server that has no time") {
        const test::SmtpSink sink;
        const test::FakeClock clock;
        SmtpMailer mailer{{.url = "smtp://127.0.0.1:" + sink.port()}, the_shop(), clock};
        CHECK(mailer.send(to("refused@example.com")).error().code == "mail_refused");
        const auto later = mailer.send(to("later@example.com"));
        CHECK(later.error().code == "mail_not_sent");
        CHECK(later.error().kind == ErrorKind::unavailable);
        CHECK(sink.mails().empty());
    }

    TEST_CASE("a server that says nothing more is left after the time-out") {
        const test::SmtpSink sink;
        const test::FakeClock clock;
        SmtpMailer mailer{{.url = "smtp://127.0.0.1:" + sink.port(), .timeout = 300ms}, the_shop(), clock};
        const auto start = std::chrono::steady_clock::now();
        CHECK(mailer.send(to("slow@example.com")).error().code == "mail_not_sent");
        CHECK(std::chrono::steady_clock::now() - start < 20s);
    }

    TEST_CASE("a server that is away may be back later") {
        test::SmtpSink sink;
        const test::FakeClock clock;
        SmtpMailer mailer{{.url = "smtp://127.0.0.1:" + sink.port()}, the_shop(), clock};
        sink.stop();
        CHECK(mailer.send(a_mail()).error().code == "mail_not_sent");
    }

    TEST_CASE("to another machine a mail goes encrypted or not at all") {
        const test::SmtpSink plain;
        const test::FakeClock clock;
        // A name of this machine that does not look like one.
        SmtpMailer mailer{{.url = "smtp://mail.localhost:" + plain.port()}, the_shop(), clock};
        CHECK(mailer.send(a_mail()).error().code == "mail_not_sent");
        CHECK(plain.mails().empty());
    }

    TEST_CASE("a server proves who it is, and the shop does") {
        const test::Certificate certificate{"mail.localhost"};
        const test::SmtpSink sink{{certificate.file(), certificate.key(), "shop", "s3cret"}};
        const test::FakeClock clock;
        const mail::SmtpOptions right{.url = "smtp://shop@mail.localhost:" + sink.port(),
                                      .password = Secret{"s3cret"},
                                      .ca_file = certificate.file()};
        CHECK(SmtpMailer{right, the_shop(), clock}.send(a_mail()));
        CHECK(sink.mails().size() == 1);

        auto stranger = right;
        stranger.ca_file.clear();
        CHECK(SmtpMailer{stranger, the_shop(), clock}.send(a_mail()).error().code == "mail_not_sent");
        auto other_name = right;
        other_name.url = "smtp://shop@other.localhost:" + sink.port();
        CHECK(SmtpMailer{other_name, the_shop(), clock}.send(a_mail()).error().code == "mail_not_sent");
        auto wrong = right;
        wrong.password = Secret{"wrong"};
        const auto refused = SmtpMailer{wrong, the_shop(), clock}.send(a_mail());
        CHECK(refused.error().code == "mail_not_sent");
        CHECK(refused.error().message.find("wrong") == std::string::npos);
        CHECK(sink.mails().size() == 1);
    }

    TEST_CASE("what is no mail server is no setting") {
        const test::FakeClock clock;
        for (const std::string url : {"", "localhost", "http://localhost", "file:///etc/passwd", "smtp://"})
            CHECK_THROWS_AS((SmtpMailer{{.url = url}, the_shop(), clock}), std::runtime_error);
    }
}
