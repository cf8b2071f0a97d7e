#include "support/code_of.hpp"
#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

using namespace orion;
using namespace orion::identity;
using namespace std::chrono_literals;
using test::code_of;
using test::IdentityShop;

namespace {

/// Zoe, whose phone shows codes.
struct SecuredShop : IdentityShop {
    UserId zoe = sign_up("zoe@example.com")->user.id;
    std::vector<Secret> recovery_codes = secure(zoe);

    SecuredShop() { next_step(); }
    void next_step() { identity.clock.advance(30s); }
    User account() { return *identity.queries().find(zoe).value(); }
    Result<void> remove(ShownFactor shown, const std::string& with = password) {
        return remove_second_factor.execute({.user = zoe, .current_password = Secret{with}, .shown = std::move(shown)});
    }
};

std::string field_code(const Result<void>& result) {
    return result ? "none"
                  : result.error().fields.at(0).field + ":" + std::string{result.error().fields[0].code.text()};
}

}  // namespace

TEST_SUITE("identity/second_factor") {
    TEST_CASE("it is asked for from when the app has shown that it works") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe+tea@example.com")->user.id;
        const auto pairing = shop.begin_second_factor(zoe);
        REQUIRE(pairing);
        CHECK(pairing->uri.expose() ==
              "otpauth://totp/The%20Shop:zoe%2Btea%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=The%20Shop"
              "&algorithm=SHA1&digits=6&period=30");
        CHECK(shop.enter("zoe+tea@example.com"));

        const auto refused = shop.confirm_second_factor.execute({.user = zoe, .code = Secret{"000000"}});
        CHECK(code_of(refused) == "invalid_fields");
        const auto codes = shop.confirm_second_factor.execute({.user = zoe, .code = shop.code()});
        REQUIRE(codes);

        std::set<std::string> different;
        for (const auto& code : *codes) different.insert(code.expose());
        CHECK(different.size() == 10);
        CHECK(code_of(shop.enter("zoe+tea@example.com")) == "second_factor_required");
    }

    TEST_CASE("it is begun before it is confirmed, and not begun again while it is on") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        CHECK(code_of(shop.confirm_second_factor.execute({.user = zoe, .code = shop.code()})) ==
              "second_factor_not_started");
        REQUIRE(shop.begin_second_factor(zoe));
        CHECK(shop.begin_second_factor(zoe));
        REQUIRE(shop.confirm_second_factor.execute({.user = zoe, .code = shop.code()}));
        CHECK(code_of(shop.begin_second_factor(zoe)) == "second_factor_on");
        CHECK(code_of(shop.confirm_second_factor.execute({.user = zoe, .code = shop.code()})) == "second_factor_on");
        CHECK(code_of(shop.begin_second_factor(shop.identity.ids.next<UserId>())) == "user_not_found");
    }

    TEST_CASE("a stolen session gets no secret without the password, and guessing that takes longer and longer") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        for (int i = 0; i < 6; ++i)
            CHECK(code_of(shop.begin_second_factor(zoe, "a wrong password")) == "invalid_fields");
        CHECK(code_of(shop.begin_second_factor(zoe)) == "too_many_attempts");
        CHECK_FALSE(shop.identity.state().users.at(zoe).second_factor);
    }

    TEST_CASE("its owner is written to when it comes and when it goes") {
        SecuredShop shop;
        CHECK(shop.identity.published<SecondFactorAdded>().size() == 1);
        REQUIRE(shop.remove({.code = shop.code()}));
        CHECK(shop.identity.published<SecondFactorRemoved>().size() == 1);
        shop.secure(shop.zoe);
        REQUIRE(shop.reset_second_factor.execute(shop.zoe));
        REQUIRE(shop.reset_second_factor.execute(shop.zoe));
        CHECK(shop.identity.published<SecondFactorRemoved>().size() == 2);
        CHECK(shop.identity.published<SecondFactorRemoved>().back().to.email.text() == "zoe@example.com");
    }

    TEST_CASE("neither the secret of the app nor a recovery code is kept as it is") {
        SecuredShop shop;
        const auto factor = *shop.account().second_factor();
        CHECK(factor.sealed_secret.starts_with("sealed"));
        for (const auto& code : shop.recovery_codes)
            CHECK(std::ranges::find(factor.recovery_codes, code.expose()) == factor.recovery_codes.end());
    }
}

TEST_SUITE("identity/log_in with a second factor") {
    TEST_CASE("a code lets in once, and so does no older one") {
        SecuredShop shop;
        shop.next_step();
        const auto code = shop.code();
        const auto older = test::FakeAuthenticatorApps::code_at(shop.identity.clock.now() - 30s);
        REQUIRE(shop.enter_with("zoe@example.com", {.code = code}));
        CHECK(code_of(shop.enter_with("zoe@example.com", {.code = code})) == "invalid_second_factor");
        CHECK(code_of(shop.enter_with("zoe@example.com", {.code = older})) == "invalid_second_factor");
        shop.next_step();
        CHECK(shop.enter_with("zoe@example.com", {.code = shop.code()}));
    }

    TEST_CASE("the code with which it was confirmed lets nobody in") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        shop.secure(zoe);
        CHECK(code_of(shop.enter_with("zoe@example.com", {.code = shop.code()})) == "invalid_second_factor");
    }

    TEST_CASE("a recovery code lets in once, however it is typed") {
        SecuredShop shop;
        auto typed = shop.recovery_codes[3].expose();
        std::ranges::replace(typed, '-', ' ');
        std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::tolower(c); });
        REQUIRE(shop.enter_with("zoe@example.com", {.recovery_code = Secret{typed}}));
        CHECK(code_of(shop.enter_with("zoe@example.com", {.recovery_code = shop.recovery_codes[3]})) ==
              "invalid_second_factor");
        CHECK(shop.enter_with("zoe@example.com", {.recovery_code = shop.recovery_codes[4]}));
        CHECK(shop.account().second_factor()->recovery_codes.size() == 8);
    }

    TEST_CASE("nobody learns of it who does not know the password") {
        SecuredShop shop;
        CHECK(code_of(shop.enter("zoe@example.com", "a wrong password")) == "invalid_credentials");
        CHECK(code_of(shop.enter_with("zoe@example.com", {.code = shop.code()}, "a wrong password")) ==
              "invalid_credentials");
        CHECK(shop.enter_with("zoe@example.com", {.code = shop.code()}));
    }

    TEST_CASE("wrong codes count like wrong passwords, and a missing one does not") {
        SecuredShop shop;
        for (int i = 0; i < 9; ++i) CHECK(code_of(shop.enter("zoe@example.com")) == "second_factor_required");
        for (int i = 0; i < 6; ++i)
            CHECK(code_of(shop.enter_with("zoe@example.com", {.code = Secret{"000000"}})) == "invalid_second_factor");
        CHECK(code_of(shop.enter_with("zoe@example.com", {.code = shop.code()})) == "too_many_attempts");
        shop.identity.clock.advance(1s);
        CHECK(shop.enter_with("zoe@example.com", {.code = shop.code()}));
        CHECK(shop.identity.state().attempts.empty());
    }

    TEST_CASE("no session is opened without it") {
        SecuredShop shop;
        const auto before = shop.identity.state().sessions.size();
        (void)shop.enter("zoe@example.com");
        (void)shop.enter_with("zoe@example.com", {.code = Secret{"000000"}});
        CHECK(shop.identity.state().sessions.size() == before);
    }

    TEST_CASE("a new password does not switch it off") {
        SecuredShop shop;
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto mail = shop.identity.published<PasswordResetRequested>().back();
        REQUIRE(shop.reset_password.execute({.token = mail.token, .password = Secret{"another long password"}}));
        CHECK(code_of(shop.enter("zoe@example.com", "another long password")) == "second_factor_required");
    }

    TEST_CASE("what an older key sealed is sealed anew, and what no key opens is no wrong code") {
        SecuredShop shop;
        shop.apps.rule = 1;
        const auto max = shop.sign_up("max@example.com")->user.id;
        shop.secure(max);
        shop.next_step();
        shop.apps.rule = 2;
        REQUIRE(shop.enter_with("max@example.com", {.code = shop.code()}));
        CHECK(shop.identity.state().users.at(max).second_factor->sealed_secret.starts_with("sealed 2"));

        shop.change(max, [](User& user) { user.reseal_second_factor("sealed 0"); });
        CHECK(code_of(shop.enter_with("max@example.com", {.code = shop.code()})) == "second_factor_unreadable");
    }
}

TEST_SUITE("identity/remove_second_factor") {
    TEST_CASE("who shows password and code is rid of it") {
        SecuredShop shop;
        REQUIRE(shop.remove({.code = shop.code()}));
        CHECK(shop.enter("zoe@example.com"));
        CHECK(code_of(shop.remove({.code = shop.code()})) == "second_factor_off");
    }

    TEST_CASE("a recovery code does as well") {
        SecuredShop shop;
        CHECK(shop.remove({.recovery_code = shop.recovery_codes[0]}));
    }

    TEST_CASE("neither is enough alone, and guessing either takes longer and longer") {
        SecuredShop shop;
        CHECK(field_code(shop.remove({.code = shop.code()}, "a wrong password")) == "current_password:wrong_password");
        CHECK(field_code(shop.remove({.recovery_code = Secret{"x"}})) == "recovery_code:wrong_code");
        for (int i = 0; i < 4; ++i) CHECK(field_code(shop.remove({.code = Secret{"000000"}})) == "code:wrong_code");
        CHECK(code_of(shop.remove({.code = shop.code()})) == "too_many_attempts");
        CHECK(shop.account().has_second_factor());
    }

    TEST_CASE("it goes with the account, and is in what its owner takes along") {
        SecuredShop shop;
        const auto record = shop.export_personal_record.execute(shop.zoe);
        REQUIRE(record->second_factor);
        CHECK(record->second_factor->recovery_codes_left == 10);
        REQUIRE(shop.erase_account.execute(shop.zoe));
        REQUIRE(shop.sign_up("zoe@example.com"));
        CHECK(shop.enter("zoe@example.com"));
    }
}

TEST_SUITE("identity/check_access with a second factor") {
    TEST_CASE("the rule says who needs one") {
        using enum SecondFactorRule;
        for (const auto role : roles) {
            CHECK_FALSE(needs_second_factor(optional, role));
            CHECK(needs_second_factor(admins, role) == (role == Role::admin));
            CHECK(needs_second_factor(staff, role) == (role != Role::customer));
        }
    }

    TEST_CASE("who must have one and has none is known as that, until he has one") {
        IdentityShop shop;
        const auto boss = shop.sign_up("boss@example.com")->user.id;
        shop.change(boss, [](User& user) { user.change_role(Role::admin); });
        const auto entered = shop.enter("boss@example.com");
        const auto lacks = [&] {
            const auto claims = shop.access_tokens.issued.at(entered->access_token.expose());
            return shop.strict_access.execute(claims)->lacks_second_factor;
        };
        CHECK(lacks());
        shop.secure(boss);
        CHECK_FALSE(lacks());
    }
}
