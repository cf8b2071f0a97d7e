#include "support/code_of.hpp"
#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

using namespace orion;
using namespace orion::identity;
using namespace std::chrono_literals;
using test::code_of;
using test::IdentityShop;

namespace {

constexpr const char* another = "another long password";

/// The faults of the fields of a request that was refused: `token unknown_token`.
template <class T>
std::string faults(const Result<T>& refused) {
    REQUIRE_FALSE(refused);
    std::string text;
    for (const auto& field : refused.error().fields)
        text += (text.empty() ? "" : ", ") + field.field + " " + std::string{field.code.text()};
    return text;
}

Secret mailed_reset(const IdentityShop& shop) { return shop.identity.published<PasswordResetRequested>().back().token; }

struct Mover : IdentityShop {
    SignedIn zoe = *sign_up("zoe@example.com");

    Result<void> move(const std::string& email, const std::string& with = password) {
        return request_email_change.execute({.user = zoe.user.id, .email = email, .current_password = Secret{with}});
    }
    std::string email() { return identity.state().users.at(zoe.user.id).email.text(); }
    VerificationRequested mail() { return identity.published<VerificationRequested>().back(); }
};

}  // namespace

TEST_SUITE("identity/request_verification") {
    TEST_CASE("a mail is sent again once a minute, and the one before becomes useless") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        const auto first = shop.identity.published<VerificationRequested>().back().token;
        REQUIRE(shop.request_verification.execute(zoe));
        const auto second = shop.identity.published<VerificationRequested>().back().token;
        shop.identity.clock.advance(59s);
        const auto refused = shop.request_verification.execute(zoe);
        CHECK(code_of(refused) == "mail_sent_recently");
        CHECK(refused.error().retry_after == 1s);
        CHECK(shop.identity.published<VerificationRequested>().size() == 2);
        CHECK(faults(shop.verify_email.execute(first)) == "token unknown_token");
        CHECK(shop.verify_email.execute(second));
        shop.identity.clock.advance(1s);
        CHECK(code_of(shop.request_verification.execute(zoe)) == "email_verified");
        CHECK(code_of(shop.request_verification.execute(shop.identity.ids.next<UserId>())) == "user_not_found");
    }
}

TEST_SUITE("identity/request_email_change") {
    TEST_CASE("an account has another address when its mailbox has answered, and the old one hears of it") {
        Mover shop;
        REQUIRE(shop.move("zoe@new.example.com"));
        CHECK(shop.email() == "zoe@example.com");
        CHECK(shop.mail().to.email.text() == "zoe@new.example.com");
        const auto told = shop.identity.published<EmailChangeRequested>();
        REQUIRE(told.size() == 1);
        CHECK(told[0].to.email.text() == "zoe@example.com");

        REQUIRE(shop.verify_email.execute(shop.mail().token));
        CHECK(shop.email() == "zoe@new.example.com");
        CHECK(shop.identity.recorded().back().name == "email_changed");
        CHECK(shop.use(shop.zoe));
        CHECK(shop.enter("zoe@new.example.com")->user.email_verified);
        CHECK(code_of(shop.enter("zoe@example.com")) == "invalid_credentials");
        CHECK(shop.sign_up("zoe@example.com"));
    }

    TEST_CASE("it needs the password, and an address") {
        Mover shop;
        CHECK(faults(shop.move("zoe@new.example.com", "a wrong password")) == "current_password wrong_password");
        CHECK(faults(shop.move("no address")) == "email malformed_email");
        CHECK(shop.identity.published<EmailChangeRequested>().empty());
    }

    TEST_CASE("an address that somebody has looks the same, and gets no mail") {
        Mover shop;
        REQUIRE(shop.sign_up("max@example.com"));
        const auto kept = shop.identity.state().action_tokens.size();
        const auto mails = shop.identity.published<VerificationRequested>().size();
        REQUIRE(shop.move("MAX@example.com"));
        CHECK(shop.identity.published<VerificationRequested>().size() == mails);
        CHECK(shop.identity.published<EmailChangeRequested>().size() == 1);
        CHECK(shop.identity.published<RequestUnanswered>().size() == 1);
        CHECK(shop.identity.state().action_tokens.size() == kept);
    }

    TEST_CASE("an address that somebody got meanwhile stays theirs") {
        Mover shop;
        REQUIRE(shop.move("max@example.com"));
        const auto token = shop.mail().token;
        REQUIRE(shop.sign_up("max@example.com"));
        CHECK(faults(shop.verify_email.execute(token)) == "token unknown_token");
        CHECK(shop.email() == "zoe@example.com");
    }

    TEST_CASE("one mail a minute, and only the last one counts") {
        Mover shop;
        REQUIRE(shop.move("first@example.com"));
        const auto first = shop.mail().token;
        CHECK(code_of(shop.move("second@example.com")) == "mail_sent_recently");
        CHECK(code_of(shop.request_verification.execute(shop.zoe.user.id)) == "mail_sent_recently");
        shop.identity.clock.advance(1min);
        REQUIRE(shop.move("second@example.com"));
        CHECK(faults(shop.verify_email.execute(first)) == "token unknown_token");
        CHECK(shop.verify_email.execute(shop.mail().token));
        CHECK(shop.email() == "second@example.com");
    }

    TEST_CASE("a new password stops it, whether it was forgotten or changed") {
        Mover shop;
        REQUIRE(shop.move("thief@example.com"));
        const auto first = shop.mail().token;
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        REQUIRE(shop.reset_password.execute({.token = mailed_reset(shop), .password = Secret{another}}));
        CHECK(faults(shop.verify_email.execute(first)) == "token unknown_token");

        shop.identity.clock.advance(1min);
        REQUIRE(shop.move("thief@example.com", another));
        REQUIRE(shop.change_password.execute({.user = shop.zoe.user.id,
                                              .session = shop.zoe.session,
                                              .current_password = Secret{another},
                                              .new_password = Secret{"yet another long one"}}));
        CHECK(faults(shop.verify_email.execute(shop.mail().token)) == "token unknown_token");
        CHECK(shop.email() == "zoe@example.com");
    }

    TEST_CASE("what was mailed to the old address works no more") {
        Mover shop;
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto reset = mailed_reset(shop);
        REQUIRE(shop.move("zoe@new.example.com"));
        REQUIRE(shop.verify_email.execute(shop.mail().token));
        CHECK(faults(shop.reset_password.execute({.token = reset, .password = Secret{another}})) ==
              "token unknown_token");
    }
}
