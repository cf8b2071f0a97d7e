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

Address home(const std::string& city) {
    return Address::restore({.name = "Zoë", .line1 = "1 High Street", .city = city, .postcode = "L1", .country = "GB"});
}

Secret mailed_reset(const IdentityShop& shop) { return shop.identity.published<PasswordResetRequested>().back().token; }

}  // namespace

TEST_SUITE("identity/verify_email") {
    TEST_CASE("the owner of the mailbox verifies it, once") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto token = shop.identity.published<VerificationRequested>()[0].token;
        REQUIRE(shop.verify_email.execute(token));
        CHECK(shop.get_profile.execute(zoe->user.id)->email_verified);
        CHECK(faults(shop.verify_email.execute(token)) == "token unknown_token");
        CHECK(shop.use(*zoe));
    }

    TEST_CASE("a token is good for a day, and for nothing else") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        const auto token = shop.identity.published<VerificationRequested>()[0].token;
        CHECK(faults(shop.reset_password.execute({.token = token, .password = Secret{another}})) ==
              "token unknown_token");
        CHECK(faults(shop.verify_email.execute(Secret{"made up"})) == "token unknown_token");
        shop.identity.clock.advance(24h);
        CHECK(faults(shop.verify_email.execute(token)) == "token unknown_token");
    }
}

TEST_SUITE("identity/reset_password") {
    TEST_CASE("who forgot the password sets a new one by mail, and every session ends") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        REQUIRE(shop.request_password_reset.execute("ZOE@example.com"));
        REQUIRE(shop.reset_password.execute({.token = mailed_reset(shop), .password = Secret{another}}));
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
        CHECK(code_of(shop.go_on(zoe->refresh_token)) == "invalid_refresh_token");
        CHECK(code_of(shop.enter("zoe@example.com")) == "invalid_credentials");
        CHECK(shop.enter("zoe@example.com", another)->user.email_verified);
        CHECK(shop.identity.published<PasswordChanged>().size() == 1);
    }

    TEST_CASE("asking looks the same for an address that nobody has, and leaves the same behind") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        const auto kept = [&] { return shop.identity.state().action_tokens.size(); };
        for (const auto* const email : {"zoe@example.com", "nobody@example.com", "no address"}) {
            const auto before = kept();
            CHECK(shop.request_password_reset.execute(email));
            CHECK(kept() == before + 1);
        }
        CHECK(shop.identity.published<PasswordResetRequested>().size() == 1);
    }

    TEST_CASE("a token is used once, within the hour, and makes the others useless") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        const auto reset = [&](const Secret& token) {
            return shop.reset_password.execute({.token = token, .password = Secret{another}});
        };
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto first = mailed_reset(shop);
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        REQUIRE(reset(first));
        CHECK(faults(reset(first)) == "token unknown_token");
        CHECK(faults(reset(mailed_reset(shop))) == "token unknown_token");
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        shop.identity.clock.advance(1h);
        CHECK(faults(reset(mailed_reset(shop))) == "token unknown_token");
    }

    TEST_CASE("whoever asks again and again fills no mailbox, and makes no mail in it useless") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        for (int i = 0; i < 20; ++i) REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto mails = shop.identity.published<PasswordResetRequested>();
        CHECK(mails.size() == ActionToken::max_live);
        CHECK(shop.reset_password.execute({.token = mails[0].token, .password = Secret{another}}));
    }

    TEST_CASE("a bad password does not use the token up, and no password is hashed without one") {
        IdentityShop shop;
        REQUIRE(shop.sign_up("zoe@example.com"));
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto token = mailed_reset(shop);
        CHECK(faults(shop.reset_password.execute({.token = token, .password = Secret{"short"}})) ==
              "password too_short");
        shop.hasher.is_busy = true;
        CHECK(faults(shop.reset_password.execute({.token = Secret{"made up"}, .password = Secret{another}})) ==
              "token unknown_token");
        shop.hasher.is_busy = false;
        CHECK(shop.reset_password.execute({.token = token, .password = Secret{another}}));
    }

    TEST_CASE("a disabled account gets no mail, and comes back by none") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        const auto token = mailed_reset(shop);
        REQUIRE(shop.disable_user.execute({.user = zoe->user.id}));
        REQUIRE(shop.request_password_reset.execute("zoe@example.com"));
        CHECK(shop.identity.published<PasswordResetRequested>().size() == 1);
        CHECK(faults(shop.reset_password.execute({.token = token, .password = Secret{another}})) ==
              "token unknown_token");
    }
}

TEST_SUITE("identity/change_password") {
    TEST_CASE("a new password ends every session but the one in which it was set") {
        IdentityShop shop;
        const auto here = shop.sign_up("zoe@example.com");
        const auto there = shop.enter("zoe@example.com");
        REQUIRE(shop.change_password.execute({.user = here->user.id,
                                              .session = here->session,
                                              .current_password = Secret{IdentityShop::password},
                                              .new_password = Secret{another}}));
        CHECK(shop.use(*here));
        CHECK(shop.go_on(here->refresh_token));
        CHECK(code_of(shop.use(*there)) == "token_revoked");
        CHECK(code_of(shop.go_on(there->refresh_token)) == "invalid_refresh_token");
        CHECK(shop.enter("zoe@example.com", another));
        CHECK(shop.identity.published<PasswordChanged>().size() == 1);
    }

    TEST_CASE("whoever holds a session does not guess the password in it") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto guess = [&](const char* current) {
            return shop.change_password.execute({.user = zoe->user.id,
                                                 .session = zoe->session,
                                                 .current_password = Secret{current},
                                                 .new_password = Secret{another}});
        };
        for (int i = 0; i < 6; ++i) CHECK(faults(guess("guess")) == "current_password wrong_password");
        CHECK(code_of(guess(IdentityShop::password)) == "too_many_attempts");
        CHECK(shop.enter("zoe@example.com"));
        shop.identity.clock.advance(1s);
        CHECK(guess(IdentityShop::password));
        CHECK(shop.identity.state().attempts.empty());
    }

    TEST_CASE("the new one keeps the rules") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        CHECK(faults(shop.change_password.execute({.user = zoe->user.id,
                                                   .session = zoe->session,
                                                   .current_password = Secret{"guess"},
                                                   .new_password = Secret{"short"}})) == "new_password too_short");
    }
}

TEST_SUITE("identity/profile") {
    TEST_CASE("what is left out of a change stays, and what is empty is forgotten") {
        IdentityShop shop;
        const auto id = shop.sign_up("zoe@example.com")->user.id;
        const auto filled =
            shop.change_profile.execute({.user = id, .name = "Zoe", .phone = "+44 113 496 0000", .locale = "en-GB"});
        REQUIRE(filled);
        CHECK(filled->phone == "+44 113 496 0000");
        const auto shown = shop.change_profile.execute({.user = id, .phone = ""});
        CHECK(shown->name == "Zoe");
        CHECK_FALSE(shown->phone);
        CHECK(shown->locale == "en-GB");
        CHECK(shop.get_profile.execute(id)->locale == "en-GB");
    }

    TEST_CASE("every bad field of a change is named, and nothing is changed") {
        IdentityShop shop;
        const auto id = shop.sign_up("zoe@example.com")->user.id;
        CHECK(faults(shop.change_profile.execute({.user = id, .name = "", .phone = "x", .locale = "-"})) ==
              "name required, phone malformed_phone, locale malformed_locale");
        CHECK(shop.get_profile.execute(id)->name == "Zoë");
        const auto nobody = shop.identity.ids.next<UserId>();
        CHECK(code_of(shop.change_profile.execute({.user = nobody, .name = "Z"})) == "user_not_found");
        CHECK(code_of(shop.get_profile.execute(nobody)) == "user_not_found");
    }
}

TEST_SUITE("identity/sessions") {
    TEST_CASE("somebody sees where they are logged in, and logs out there") {
        IdentityShop shop;
        const auto here = shop.sign_up("zoe@example.com");
        shop.identity.clock.advance(1min);
        const auto there = shop.enter("zoe@example.com", IdentityShop::password, "203.0.113.9");
        const auto max = shop.sign_up("max@example.com");
        const auto listed = shop.list_sessions.execute(here->user.id);
        REQUIRE(listed->size() == 2);
        CHECK(listed->front().id == there->session);
        CHECK(listed->front().address == "203.0.113.9");
        REQUIRE(shop.end_session.execute({.user = here->user.id, .session = there->session}));
        CHECK(shop.list_sessions.execute(here->user.id)->size() == 1);
        CHECK(code_of(shop.use(*there)) == "token_revoked");
        for (const auto& session : {there->session, max->session, shop.identity.ids.next<SessionId>()}) {
            CHECK(code_of(shop.end_session.execute({.user = here->user.id, .session = session})) ==
                  "session_not_found");
        }
        CHECK(shop.use(*max));
    }

    TEST_CASE("what is over is forgotten, so many at a time") {
        IdentityShop shop;
        for (const auto* const email : {"a@example.com", "b@example.com", "c@example.com"})
            REQUIRE(shop.sign_up(email));
        (void)shop.enter("a@example.com", "guess");
        CHECK(*shop.purge_sessions.execute(2) == 0);
        shop.identity.clock.advance(std::chrono::days{30});
        CHECK(*shop.purge_sessions.execute(2) == 2);
        CHECK(*shop.purge_sessions.execute(2) == 1);
        CHECK(*shop.purge_sessions.execute(2) == 0);
        const auto& state = shop.identity.state();
        CHECK(state.sessions.empty());
        CHECK(state.refresh_tokens.empty());
        CHECK(state.action_tokens.empty());
        CHECK(state.attempts.empty());
        CHECK(state.users.size() == 3);
    }
}

TEST_SUITE("identity/address_book") {
    TEST_CASE("an address is added, replaced and removed by its owner only") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        const auto max = shop.sign_up("max@example.com")->user.id;
        const auto added = shop.add_address.execute({.user = zoe, .address = home("Leeds")});
        REQUIRE(added);
        const SavedAddress moved{.id = added->id, .address = home("York")};
        CHECK(code_of(shop.replace_address.execute({.user = max, .address = moved})) == "address_not_found");
        CHECK(code_of(shop.remove_address.execute({.user = max, .address = added->id})) == "address_not_found");
        CHECK(*shop.replace_address.execute({.user = zoe, .address = moved}) == moved);
        CHECK(*shop.list_addresses.execute(zoe) == std::vector{moved});
        CHECK(shop.list_addresses.execute(max)->empty());
        CHECK(shop.remove_address.execute({.user = zoe, .address = added->id}));
        CHECK(code_of(shop.remove_address.execute({.user = zoe, .address = added->id})) == "address_not_found");
    }

    TEST_CASE("an address book is full with fifty") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com")->user.id;
        for (int i = 0; i < 50; ++i) REQUIRE(shop.add_address.execute({.user = zoe, .address = home("Leeds")}));
        CHECK(code_of(shop.add_address.execute({.user = zoe, .address = home("York")})) == "too_many_addresses");
        const auto nobody = shop.identity.ids.next<UserId>();
        CHECK(code_of(shop.add_address.execute({.user = nobody, .address = home("York")})) == "user_not_found");
    }
}

TEST_SUITE("identity/erase_account") {
    TEST_CASE("who leaves takes everything along, and the others are told") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto id = zoe->user.id;
        REQUIRE(shop.add_address.execute({.user = id, .address = home("Leeds")}));
        const auto record = shop.export_personal_record.execute(id);
        REQUIRE(record);
        CHECK(record->user.email == "zoe@example.com");
        CHECK(record->addresses.size() == 1);
        CHECK(record->sessions.size() == 1);

        REQUIRE(shop.erase_account.execute(id));
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
        CHECK(code_of(shop.go_on(zoe->refresh_token)) == "invalid_refresh_token");
        CHECK(code_of(shop.enter("zoe@example.com")) == "invalid_credentials");
        CHECK(code_of(shop.export_personal_record.execute(id)) == "user_not_found");
        CHECK(code_of(shop.erase_account.execute(id)) == "user_not_found");
        const auto told = shop.identity.published<UserErased>();
        REQUIRE(told.size() == 1);
        CHECK(told[0].user == id);
        CHECK(told[0].email.text() == "zoe@example.com");
        CHECK(shop.sign_up("zoe@example.com")->user.id != id);
    }
}

TEST_SUITE("identity/admins") {
    TEST_CASE("at the command line an account of any role is made") {
        IdentityShop shop;
        const CreateUserCommand admin{
            .email = "root@example.com", .password = Secret{another}, .name = "Root", .role = Role::admin};
        const auto made = shop.create_user.execute(admin);
        REQUIRE(made);
        CHECK(made->role == Role::admin);
        CHECK(made->email_verified);
        CHECK(shop.enter("root@example.com", another)->user.role == Role::admin);
        CHECK(code_of(shop.create_user.execute(admin)) == "email_taken");
        CHECK(shop.identity.published<VerificationRequested>().empty());
    }

    TEST_CASE("a role holds from the next token on, and the old ones end") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto staff = shop.change_role.execute({.user = zoe->user.id, .role = Role::staff, .expected = {{1}}});
        REQUIRE(staff);
        CHECK(staff->role == Role::staff);
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
        const auto next = shop.go_on(zoe->refresh_token);
        CHECK(next->user.role == Role::staff);
        CHECK(shop.use(*next));
        const auto stale = shop.change_role.execute({.user = zoe->user.id, .role = Role::admin, .expected = {{1}}});
        CHECK(stale.error().kind == ErrorKind::stale);
        CHECK(code_of(stale) == "user_changed");
    }

    TEST_CASE("the shop keeps an admin, whatever admins do to each other") {
        IdentityShop shop;
        const auto first = shop.sign_up("zoe@example.com")->user.id;
        const auto second = shop.sign_up("max@example.com")->user.id;
        for (const auto& id : {first, second}) REQUIRE(shop.change_role.execute({.user = id, .role = Role::admin}));
        CHECK(shop.change_role.execute({.user = first, .role = Role::admin}));
        REQUIRE(shop.disable_user.execute({.user = second, .by = first}));
        CHECK(code_of(shop.change_role.execute({.user = first, .role = Role::manager})) == "last_admin");
        CHECK(code_of(shop.disable_user.execute({.user = first})) == "last_admin");
        CHECK(code_of(shop.erase_account.execute(first)) == "last_admin");
        REQUIRE(shop.enable_user.execute(second));
        CHECK(shop.change_role.execute({.user = first, .role = Role::manager}));
    }

    TEST_CASE("a disabled account is shut at once, and nobody disables their own") {
        IdentityShop shop;
        const auto zoe = shop.sign_up("zoe@example.com");
        const auto id = zoe->user.id;
        CHECK(code_of(shop.disable_user.execute({.user = id, .by = id})) == "not_yourself");
        REQUIRE(shop.disable_user.execute({.user = id}));
        CHECK(shop.disable_user.execute({.user = id})->state == AccountState::disabled);
        CHECK(code_of(shop.use(*zoe)) == "token_revoked");
        CHECK(code_of(shop.go_on(zoe->refresh_token)) == "invalid_refresh_token");
        CHECK(code_of(shop.enter("zoe@example.com")) == "invalid_credentials");
        REQUIRE(shop.enable_user.execute(id));
        CHECK(shop.enter("zoe@example.com"));
        CHECK(code_of(shop.go_on(zoe->refresh_token)) == "invalid_refresh_token");
    }

    TEST_CASE("users are listed page by page, the newest first") {
        IdentityShop shop;
        for (int i = 0; i < 5; ++i) REQUIRE(shop.sign_up("user" + std::to_string(i) + "@example.com"));
        std::vector<std::string> seen;
        ListUsersQuery query{.limit = 2};
        do {
            const auto page = shop.list_users.execute(query);
            for (const auto& user : page->items) seen.push_back(user.email.substr(0, 5));
            query.after = page->next;
        } while (query.after);
        CHECK(seen == std::vector<std::string>{"user4", "user3", "user2", "user1", "user0"});
    }
}
