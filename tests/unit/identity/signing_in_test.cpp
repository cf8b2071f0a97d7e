#include "support/code_of.hpp"
#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

using namespace orion;
using namespace orion::identity;
using namespace std::chrono_literals;
using test::code_of;
using test::IdentityShop;

TEST_SUITE("identity/register_user") {
    TEST_CASE("a new customer is in at once, and gets a mail") {
        IdentityShop shop;
        const auto entered = shop.sign_up("Zoe@Example.com");
        REQUIRE(entered);
        CHECK(entered->user.email == "Zoe@Example.com");
        CHECK(entered->user.role == Role::customer);
        CHECK_FALSE(entered->user.email_verified);
        CHECK(entered->expires_in == 10min);
        CHECK(shop.use(*entered));
        CHECK(shop.go_on(entered->refresh_token));
        CHECK(shop.identity.published<UserRegistered>().size() == 1);
        const auto mails = shop.identity.published<VerificationRequested>();
        REQUIRE(mails.size() == 1);
        const auto& kept = shop.identity.state().action_tokens.at(shop.digest.sha256(mails[0].token.expose()));
        CHECK(kept.user == entered->user.id);
        CHECK(kept.purpose == Purpose::verify_email);
        CHECK(kept.expires_at == shop.identity.clock.now() + 24h);
    }

    TEST_CASE("no password and no token is kept as it is") {
        IdentityShop shop;
        const auto entered = shop.sign_up("zoe@example.com");
        const auto& state = shop.identity.state();
        CHECK(state.users.begin()->second.password_hash != IdentityShop::password);
        CHECK_FALSE(state.refresh_tokens.contains(entered->refresh_token.expose()));
        CHECK_FALSE(state.action_tokens.contains(shop.identity.published<VerificationRequested>()[0].token.expose()));
    }

    TEST_CASE("an address has one account, however it is written") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        const auto again = shop.sign_up("ZOE@example.COM");
        CHECK(code_of(again) == "email_taken");
        CHECK(again.error().kind == ErrorKind::conflict);
        CHECK(shop.identity.state().users.size() == 1);
    }

    TEST_CASE("everything that is wrong is said at once") {
        IdentityShop shop;
        const auto refused =
            shop.register_user.execute({.email = "zoe", .password = Secret{"short"}, .name = "", .client = {}});
        REQUIRE(code_of(refused) == "invalid_fields");
        std::vector<std::string> faults;
        for (const auto& field : refused.error().fields)
            faults.push_back(field.field + " " + std::string{field.code.text()});
        CHECK(faults == std::vector<std::string>{"email malformed_email", "password too_short", "name required"});
    }

    TEST_CASE("a shop without a signing key opens no account that nobody can use") {
        IdentityShop shop;
        shop.access_tokens.has_no_key = true;
        CHECK(code_of(shop.sign_up("zoe@example.com")) == "no_signing_key");
        CHECK(shop.identity.state().users.empty());
    }
}

TEST_SUITE("identity/password_rules") {
    TEST_CASE("passwords are long enough, not everybody's, and not the address") {
        const test::FakeBreachedPasswords breached;
        const PasswordRules rules{breached};
        const auto email = Email::parse("Zoe@Quinn.Example.com");
        const auto check = [&](const std::string& password) { return code_of(rules.check(Secret{password}, *email)); };
        CHECK(check("twelve chars") == "none");
        CHECK(check("elevenchars") == "too_short");
        CHECK(check("ëëëëëëëëëëë") == "too_short");
        CHECK(check("ëëëëëëëëëëëë") == "none");
        CHECK(check(std::string(128, 'a')) == "none");
        CHECK(check(std::string(129, 'a')) == "too_long");
        CHECK(check("correct horse battery staple") == "breached_password");
        CHECK(check("zoe@quinn.example.COM") == "password_is_email");
        CHECK(check("twelve chars\xff") == "malformed_text");
        CHECK(code_of(PasswordRules{breached, 8}.check(Secret{"12345678"}, {})) == "none");
        CHECK_THROWS((PasswordRules{breached, 7}));
    }
}

TEST_SUITE("identity/log_in") {
    TEST_CASE("who knows the password gets in, however the address is written") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        const auto entered = shop.enter("ZOE@example.com");
        REQUIRE(entered);
        CHECK(shop.use(*entered));
        CHECK(shop.identity.state().sessions.size() == 2);
    }

    TEST_CASE("nobody learns who has an account: same answer, same work") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        REQUIRE(shop.sign_up("max@example.com"));
        shop.change(shop.enter("max@example.com")->user.id, [](User& user) { user.disable(); });
        for (const auto& [email, password] : {std::pair{"zoe@example.com", "a wrong password"},
                                              {"nobody@example.com", IdentityShop::password},
                                              {"max@example.com", IdentityShop::password},
                                              {"no address", IdentityShop::password}}) {
            const auto looked_at = shop.hasher.matches.load();
            const auto written = shop.identity.state().attempts.size();
            const auto refused = shop.enter(email, password);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().kind == ErrorKind::unauthenticated);
            CHECK(refused.error().code == "invalid_credentials");
            CHECK(refused.error().message == "E-mail address or password is wrong.");
            CHECK(shop.hasher.matches == looked_at + 1);
            CHECK(shop.identity.state().attempts.size() == written + 2);
        }
    }

    TEST_CASE("an outdated hash is replaced when its owner logs in") {
        IdentityShop shop;
        shop.hasher.rule = 1;
        const auto id = shop.sign_up("zoe@example.com")->user.id;
        shop.hasher.rule = 2;
        REQUIRE(shop.enter("zoe@example.com"));
        CHECK(shop.identity.state().users.at(id).password_hash.starts_with("hashed 2"));
        CHECK(shop.enter("zoe@example.com"));
    }

    TEST_CASE("after some failures from one address the next ones wait, longer each time") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        for (int i = 0; i < 6; ++i) CHECK(code_of(shop.enter("zoe@example.com", "guess")) == "invalid_credentials");
        const auto looked_at = shop.hasher.matches.load();
        const auto refused = shop.enter("zoe@example.com");
        CHECK(code_of(refused) == "too_many_attempts");
        CHECK(refused.error().retry_after == 1s);
        CHECK(shop.hasher.matches == looked_at);
        shop.identity.clock.advance(1s);
        CHECK(code_of(shop.enter("zoe@example.com", "guess")) == "invalid_credentials");
        CHECK(shop.enter("zoe@example.com").error().retry_after == 2s);
        shop.identity.clock.advance(2s);
        CHECK(shop.enter("zoe@example.com"));
        CHECK(shop.identity.state().attempts.empty());
    }

    TEST_CASE("an address without an account is held back alike") {
        IdentityShop shop;
        for (int i = 0; i < 6; ++i) (void)shop.enter("nobody@example.com", "guess");
        CHECK(code_of(shop.enter("nobody@example.com", "guess")) == "too_many_attempts");
    }

    TEST_CASE("a guesser elsewhere does not keep the owner out") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        for (int i = 0; i < 6; ++i) (void)shop.enter("zoe@example.com", "guess", "203.0.113.9");
        CHECK(code_of(shop.enter("zoe@example.com", "guess", "203.0.113.9")) == "too_many_attempts");
        CHECK(shop.enter("zoe@example.com"));
    }

    TEST_CASE("guessers at a thousand addresses are held back together, but not an address that the owner uses") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        for (int i = 0; i <= 100; ++i) {
            CHECK(code_of(shop.enter("zoe@example.com", "guess", "203.0.113." + std::to_string(i))) ==
                  "invalid_credentials");
        }
        CHECK(code_of(shop.enter("zoe@example.com", IdentityShop::password, "198.51.100.7")) == "too_many_attempts");
        CHECK(shop.enter("zoe@example.com"));
    }

    TEST_CASE("a busy hasher lets nobody in and counts nobody's failure") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        shop.hasher.is_busy = true;
        CHECK(code_of(shop.enter("zoe@example.com")) == "overloaded");
        CHECK(code_of(shop.enter("nobody@example.com")) == "overloaded");
        CHECK(shop.identity.state().attempts.empty());
    }
}

TEST_SUITE("identity/refresh_session") {
    TEST_CASE("each refresh token is traded for the next") {
        IdentityShop shop;
        const auto first = shop.sign_up("zoe@example.com");
        shop.identity.clock.advance(9min);
        const auto second = shop.go_on(first->refresh_token);
        REQUIRE(second);
        CHECK(second->session == first->session);
        CHECK(second->refresh_token.expose() != first->refresh_token.expose());
        CHECK(shop.use(*second));
        shop.identity.clock.advance(9min);
        CHECK(shop.go_on(second->refresh_token));
        CHECK(shop.identity.state().sessions.size() == 1);
    }

    TEST_CASE("a token that was used before ends its session, and says so") {
        IdentityShop shop;
        const auto first = shop.sign_up("zoe@example.com");
        const auto elsewhere = shop.enter("zoe@example.com");
        const auto second = shop.go_on(first->refresh_token);
        shop.identity.clock.advance(10s);
        const auto stolen = shop.go_on(first->refresh_token);
        CHECK(code_of(stolen) == "refresh_token_reused");
        CHECK(stolen.error().kind == ErrorKind::unauthenticated);
        CHECK(code_of(shop.go_on(second->refresh_token)) == "invalid_refresh_token");
        CHECK(code_of(shop.use(*second)) == "token_revoked");
        CHECK(shop.go_on(elsewhere->refresh_token));
    }

    TEST_CASE("who lost the answer asks again, and gets the same token again") {
        IdentityShop shop;
        const auto first = shop.sign_up("zoe@example.com");
        const auto lost = shop.go_on(first->refresh_token);
        shop.identity.clock.advance(10s - 1ms);
        const auto again = shop.go_on(first->refresh_token);
        REQUIRE(again);
        CHECK(again->refresh_token.expose() == lost->refresh_token.expose());
        CHECK(shop.use(*again));
        CHECK(shop.go_on(again->refresh_token));
    }

    TEST_CASE("only the predecessor of the one that works may be shown again") {
        IdentityShop shop;
        const auto first = shop.sign_up("zoe@example.com");
        const auto second = shop.go_on(first->refresh_token);
        REQUIRE(shop.go_on(second->refresh_token));
        CHECK(code_of(shop.go_on(first->refresh_token)) == "refresh_token_reused");
    }

    TEST_CASE("tokens of nobody, of a session that is over and of a disabled account do not work") {
        IdentityShop shop;
        CHECK(code_of(shop.go_on(Secret{"made up"})) == "invalid_refresh_token");
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto max = shop.sign_up("max@example.com");
        shop.change(max->user.id, [](User& user) { user.disable(); });
        CHECK(code_of(shop.go_on(max->refresh_token)) == "invalid_refresh_token");
        shop.identity.clock.advance(std::chrono::days{30});
        CHECK(code_of(shop.go_on(zoe->refresh_token)) == "invalid_refresh_token");
    }
}

TEST_SUITE("identity/log_out") {
    TEST_CASE("logging out ends one session, and may be repeated") {
        IdentityShop shop;
        const auto here = shop.sign_up("zoe@example.com");
        const auto there = shop.enter("zoe@example.com");
        REQUIRE(shop.log_out.execute(here->refresh_token));
        REQUIRE(shop.log_out.execute(here->refresh_token));
        REQUIRE(shop.log_out.execute(Secret{"made up"}));
        CHECK(code_of(shop.go_on(here->refresh_token)) == "invalid_refresh_token");
        CHECK(code_of(shop.use(*here)) == "token_revoked");
        CHECK(shop.use(*there));
    }

    TEST_CASE("logging out everywhere ends them all") {
        IdentityShop shop;
        const auto here = shop.sign_up("zoe@example.com");
        const auto there = shop.enter("zoe@example.com");
        const auto max = shop.sign_up("max@example.com");
        REQUIRE(shop.log_out_everywhere.execute(here->user.id));
        for (const auto* const each : {&here, &there}) {
            CHECK(code_of(shop.use(**each)) == "token_revoked");
            CHECK(code_of(shop.go_on((*each)->refresh_token)) == "invalid_refresh_token");
        }
        CHECK(shop.use(*max));
        CHECK(shop.use(*shop.enter("zoe@example.com")));
        CHECK(code_of(shop.log_out_everywhere.execute(shop.identity.ids.next<UserId>())) == "user_not_found");
    }
}

TEST_SUITE("identity/check_access") {
    TEST_CASE("the database is asked about a session every half a second at most") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        for (int i = 0; i < 100; ++i) CHECK(shop.use(*zoe));
        CHECK(shop.identity.standings_asked == 1);
        shop.forget();
        CHECK(shop.use(*zoe));
        CHECK(shop.identity.standings_asked == 2);
    }

    TEST_CASE("what is revoked ends within half a second") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        REQUIRE(shop.use(*zoe));
        shop.change(zoe->user.id, [](User& user) { user.change_role(Role::staff); });
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
        CHECK(shop.use(*shop.go_on(zoe->refresh_token)));
        shop.change(zoe->user.id, [](User& user) { user.disable(); });
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
    }

    TEST_CASE("a token newer than what is remembered is not refused for that") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        REQUIRE(shop.use(*zoe));
        (void)shop.identity.transact([&](IdentityWork& work) -> Result<void> {
            auto user = work.users().find(zoe->user.id);
            user->revoke_access();
            return work.users().save(*user);
        });
        CHECK(shop.use(*shop.go_on(zoe->refresh_token)));
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
    }

    TEST_CASE("nobody gets in while the database does not answer") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        shop.identity.is_down = true;
        const auto refused = shop.use(*zoe);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::unavailable);
    }

    TEST_CASE("somebody else's session proves nothing") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto max = shop.sign_up("max@example.com");
        auto claims = shop.access_tokens.issued.at(zoe->access_token.expose());
        REQUIRE(shop.check_access.execute(claims));
        claims.user = max->user.id;
        CHECK(code_of(shop.check_access.execute(claims)) == "token_revoked");
    }
}
