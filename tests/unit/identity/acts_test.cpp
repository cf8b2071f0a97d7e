#include "orion/ports/performer.hpp"

#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

using namespace orion;
using test::IdentityShop;
using Facts = std::map<std::string, std::string>;

namespace {

/// A shop whose admin does what is done.
struct Office : IdentityShop {
    Act last() const {
        REQUIRE_FALSE(identity.state().acts.empty());
        return identity.state().acts.back();
    }
    std::size_t count(const std::string& name) const {
        return static_cast<std::size_t>(std::ranges::count(identity.state().acts, name, &Act::name));
    }
    identity::SignedIn zoe = *sign_up("zoe@example.com");
    std::string her = named("user", zoe.user.id);
    PerformerScope boss{{.actor = "user:boss", .address = "192.0.2.7"}};
};

}  // namespace

TEST_SUITE("identity/acts") {
    TEST_CASE("a log-in is told with its account, session and address") {
        Office office;
        const auto entered = office.enter("zoe@example.com");
        CHECK(office.last() == Act{.name = "logged_in",
                                   .subject = office.her,
                                   .after = {{"session", entered->session.to_string()}},
                                   .actor = office.her,
                                   .address = "192.0.2.1"});
    }

    TEST_CASE("a failed log-in is told, without the address that was typed") {
        Office office;
        CHECK_FALSE(office.enter("zoe@example.com", "not her password"));
        CHECK(office.last() ==
              Act{.name = "log_in_failed", .subject = office.her, .actor = "anonymous", .address = "192.0.2.1"});
        CHECK_FALSE(office.enter("nobody@example.com"));
        CHECK(office.last() ==
              Act{.name = "log_in_failed", .subject = "user:unknown", .actor = "anonymous", .address = "192.0.2.1"});
    }

    TEST_CASE("a flood of failed log-ins adds no more to the log than the throttle lets through") {
        Office office;
        for (int i = 0; i < 1000; ++i) CHECK_FALSE(office.enter("zoe@example.com", "not her password"));
        CHECK(office.count("log_in_failed") <= 6);
    }

    TEST_CASE("a refresh token that comes back is told, with the session that it ended") {
        Office office;
        const auto next = office.go_on(office.zoe.refresh_token);
        REQUIRE(office.go_on(next->refresh_token));
        CHECK_FALSE(office.go_on(office.zoe.refresh_token));
        CHECK(office.last() == Act{.name = "refresh_token_reused",
                                   .subject = office.her,
                                   .after = {{"session", office.zoe.session.to_string()}},
                                   .actor = "anonymous",
                                   .address = "192.0.2.1"});
    }

    TEST_CASE("a role is told as it was and as it is, by whom and from where; no change is nothing to tell") {
        Office office;
        REQUIRE(office.change_role.execute({.user = office.zoe.user.id, .role = identity::Role::staff}));
        CHECK(office.last() == Act{.name = "role_changed",
                                   .subject = office.her,
                                   .before = {{"role", "customer"}},
                                   .after = {{"role", "staff"}},
                                   .actor = "user:boss",
                                   .address = "192.0.2.7"});
        REQUIRE(office.change_role.execute({.user = office.zoe.user.id, .role = identity::Role::staff}));
        CHECK(office.count("role_changed") == 1);
    }

    TEST_CASE("who was kept out and let in again is told once each") {
        Office office;
        for (int i = 0; i < 2; ++i) REQUIRE(office.disable_user.execute({.user = office.zoe.user.id}));
        CHECK(office.last().name == "user_disabled");
        for (int i = 0; i < 2; ++i) REQUIRE(office.enable_user.execute(office.zoe.user.id));
        CHECK(office.last().name == "user_enabled");
        CHECK(office.count("user_disabled") == 1);
        CHECK(office.count("user_enabled") == 1);
        CHECK(office.last().subject == office.her);
        CHECK(office.last().actor == "user:boss");
    }

    TEST_CASE("a new password is told, and so is a guess at the old one") {
        Office office;
        const auto change = [&](const std::string& current) {
            return office.change_password.execute({.user = office.zoe.user.id,
                                                   .session = office.zoe.session,
                                                   .current_password = Secret{current},
                                                   .new_password = Secret{"another long password"}});
        };
        CHECK_FALSE(change("not her password"));
        CHECK(office.last().name == "password_refused");
        REQUIRE(change(IdentityShop::password));
        CHECK(office.last().name == "password_changed");
        CHECK(office.last().subject == office.her);
        CHECK(office.last().after.empty());

        REQUIRE(office.request_password_reset.execute("zoe@example.com"));
        const auto token = office.identity.published<identity::PasswordResetRequested>().back().token;
        REQUIRE(office.reset_password.execute({.token = token, .password = Secret{"yet another password"}}));
        CHECK(office.last().name == "password_reset");
        CHECK(office.last().actor == office.her);
    }

    TEST_CASE("sessions that end and an account that goes are told") {
        Office office;
        REQUIRE(office.end_session.execute({.user = office.zoe.user.id, .session = office.zoe.session}));
        CHECK(office.last().name == "session_ended");
        CHECK(office.last().after == Facts{{"session", office.zoe.session.to_string()}});
        REQUIRE(office.log_out_everywhere.execute(office.zoe.user.id));
        CHECK(office.last().name == "logged_out_everywhere");
        REQUIRE(office.erase_account.execute(office.zoe.user.id));
        CHECK(office.last().name == "account_erased");
        CHECK(office.last().subject == office.her);
    }

    TEST_CASE("nothing in the log names a person") {
        Office office;
        CHECK_FALSE(office.enter("zoe@example.com", "not her password"));
        REQUIRE(office.enter("zoe@example.com"));
        REQUIRE(office.create_user.execute({.email = "max@example.com",
                                            .password = Secret{IdentityShop::password},
                                            .name = "Max",
                                            .role = identity::Role::admin}));
        CHECK(office.last().name == "user_created");
        REQUIRE(office.erase_account.execute(office.zoe.user.id));
        for (const auto& act : office.identity.state().acts) {
            CHECK_FALSE(act.subject.contains('@'));
            for (const auto& facts : {act.before, act.after})
                for (const auto& [name, value] : facts) CHECK_FALSE((value.contains('@') || value == "Max"));
        }
    }

    TEST_CASE("what failed was not done, and is not told") {
        Office office;
        const auto before = office.identity.state().acts.size();
        CHECK_FALSE(office.erase_account.execute(office.identity.ids.next<UserId>()));
        CHECK_FALSE(
            office.end_session.execute({.user = office.zoe.user.id, .session = office.identity.ids.next<SessionId>()}));
        CHECK(office.identity.state().acts.size() == before);
    }
}
