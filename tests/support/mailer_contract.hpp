#pragma once

#include "orion/mail/mail_text.hpp"

#include "support/smtp_sink.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

inline mail::Sender the_shop() { return {.address = Email::parse("shop@orion.example").value(), .name = "Orion"}; }

inline notifications::Mail a_mail() {
    return {.id = MessageId::parse("018f0000-0000-7000-8000-00000000000a").value(),
            .to = Email::parse("zoe@example.com").value(),
            .to_name = "Zoe",
            .subject = "Welcome",
            .text = "Hello Zoe,\n\nhttp://shop.example/verify-email?token=abc\n"};
}

/// What every mailer does with a mail.
class MailerContract {
public:
    /// Gives the texts of all mails that the mailer has handed on so far.
    using Delivered = std::function<std::vector<std::string>()>;

    MailerContract(notifications::Mailer& mailer, Delivered delivered)
        : mailer_{mailer}, delivered_{std::move(delivered)} {}

    void check() {
        SUBCASE("a mail arrives as it was written") { arrives_as_written(); }
        SUBCASE("names and texts of any language arrive") { arrives_in_any_language(); }
        SUBCASE("nothing in a name or a subject becomes a header or a line of the conversation") { smuggles_nothing(); }
        SUBCASE("lines end as the standards want and none is too long") { keeps_the_form_of_lines(); }
        SUBCASE("a mail without a name goes to the address") { arrives_without_a_name(); }
    }

private:
    /// Ids grow, so the last mail is the last of its folder.
    notifications::Mail next_mail() {
        auto mail = a_mail();
        mail.id = MessageId::parse("018f0000-0000-7000-8000-0000000001" + std::to_string(10 + count_++)).value();
        return mail;
    }

    std::string send(const notifications::Mail& mail) {
        REQUIRE(mailer_.send(mail));
        const auto mails = delivered_();
        REQUIRE(!mails.empty());
        return mails.back();
    }

    void arrives_as_written() {
        const auto text = send(next_mail());
        CHECK(text.find("\r\nhttp://shop.example/verify-email?token=abc\r\n") != std::string::npos);
        CHECK(read_independently(text) ==
              "Date: Sat, 31 Jan 2026 09:30:00 +0000\n"
              "From: Orion <shop@orion.example>\n"
              "To: Zoe <zoe@example.com>\n"
              "Subject: Welcome\n"
              "Message-ID: <018f0000-0000-7000-8000-000000000110@orion.example>\n"
              "Auto-Submitted: auto-generated\n"
              "MIME-Version: 1.0\n"
              "Content-Type: text/plain; charset=\"utf-8\"\n"
              "Content-Transfer-Encoding: 7bit\n"
              "\n"
              "Hello Zoe,\n\nhttp://shop.example/verify-email?token=abc\n");
    }

    void arrives_in_any_language() {
        auto mail = next_mail();
        mail.to_name = "Zoë \"Ζωή\" Lüders, geb. 蘇";
        mail.subject = "Grüße: " + std::string(200, 'x') + " žluťoučký kůň 猫";
        mail.text = "Käse = gut \n.\n..\n" + std::string(500, 'a') + "ß\n trailing \t\nend without line feed 猫";
        const auto read = read_independently(send(mail));
        CHECK(read.find("Subject: " + mail.subject + "\n") != std::string::npos);
        CHECK(read.find("To: " + mail.to_name + " <zoe@example.com>\n") != std::string::npos);
        CHECK(read.ends_with("\n\n" + mail.text + "\n"));
    }

    void smuggles_nothing() {
        auto mail = next_mail();
        mail.to_name = "Zoe\r\nBcc: everybody@example.com\r\n\r\nNot your mail";
        mail.subject = "Hello\nX-Evil: 1\r\n.\r\nMAIL FROM:<evil@example.com>\r\n";
        mail.text = "first\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<all@example.com>\r\nQUIT\r\nlast\n";
        const auto before = delivered_().size();
        const auto text = send(mail);
        CHECK(delivered_().size() == before + 1);
        CHECK(text.find("\r\nBcc:") == std::string::npos);
        CHECK(text.find("\nX-Evil") == std::string::npos);
        const auto read = read_independently(text);
        CHECK(read.ends_with("\nfirst\n.\nMAIL FROM:<evil@example.com>\nRCPT TO:<all@example.com>\nQUIT\nlast\n"));
        CHECK(read.find("\nBcc:") == std::string::npos);
    }

    void keeps_the_form_of_lines() {
        auto mail = next_mail();
        mail.text = std::string(5000, 'x') + "\nöne\rtwo\r\nthree";
        mail.subject = std::string(900, 'y');
        mail.to_name = std::string(300, 'z');
        const auto text = send(mail);
        std::size_t start = 0;
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
            CHECK(text[end - 1] == '\r');
            CHECK(end - start <= 998);
            start = end + 1;
        }
        CHECK(read_independently(text).ends_with("\nöne\ntwo\nthree\n"));
    }

    void arrives_without_a_name() {
        auto mail = next_mail();
        mail.to_name = " ";
        CHECK(send(mail).find("\r\nTo: zoe@example.com\r\n") != std::string::npos);
    }

    notifications::Mailer& mailer_;
    Delivered delivered_;
    int count_ = 0;
};

}  // namespace orion::test
