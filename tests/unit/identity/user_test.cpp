#include "orion/identity/user.hpp"

#include "orion/identity/log_in_attempts.hpp"
#include "orion/identity/session.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace orion;
using namespace orion::identity;
using namespace std::chrono_literals;

namespace {

const Instant morning{9h};

User somebody(Role role = Role::customer) {
    return User::register_as({.id = UserId{Uuid{}},
                              .email = *Email::parse("Zoe@Example.com"),
                              .name = "Zoë",
                              .role = role,
                              .password_hash = "hash",
                              .at = morning});
}

Session a_session(std::string device = "Browser") {
    return Session::open({.id = SessionId{Uuid{}},
                          .user = UserId{Uuid{}},
                          .client = {.device = std::move(device), .address = "192.0.2.1"},
                          .at = morning},
                         {});
}

}  // namespace

TEST_SUITE("identity/user") {
    TEST_CASE("a new account is active, and its mailbox is not verified") {
        const auto user = somebody();
        CHECK(user.is_active());
        CHECK_FALSE(user.snapshot().email_verified);
        CHECK(user.account_version() == 1);
        CHECK(user.version() == 1);
    }

    TEST_CASE("access tokens end with what they stand for, and with nothing else") {
        const auto ends = [](const std::function<void(User&)>& verb) {
            auto user = somebody();
            verb(user);
            CHECK(user.version() == 2);
            return user.account_version() > 1;
        };
        CHECK(ends([](User& user) { user.change_role(Role::staff); }));
        CHECK(ends([](User& user) { user.disable(); }));
        CHECK(ends([](User& user) { user.reset_password("new"); }));
        CHECK(ends([](User& user) { user.revoke_access(); }));
        CHECK_FALSE(ends([](User& user) { user.change_password("new"); }));
        CHECK_FALSE(ends([](User& user) { user.refresh_hash("new"); }));
        CHECK_FALSE(ends([](User& user) { user.verify_email(); }));
        CHECK_FALSE(ends([](User& user) { user.change_profile({.name = "Zoe"}); }));
    }

    TEST_CASE("what is so already is not changed") {
        auto user = somebody(Role::staff);
        user.verify_email();
        user.disable();
        const auto before = user.snapshot();
        user.verify_email();
        user.disable();
        user.change_role(Role::staff);
        user.change_profile({.name = "Zoë"});
        CHECK(user.snapshot() == before);
    }

    TEST_CASE("a disabled account comes back as it was") {
        auto user = somebody(Role::admin);
        user.disable();
        CHECK_FALSE(user.is_working_admin());
        user.enable();
        CHECK(user.is_working_admin());
        CHECK(user.account_version() == 2);
    }

    TEST_CASE("who sets a new password by mail owns the mailbox") {
        auto user = somebody();
        user.reset_password("new");
        CHECK(user.snapshot().email_verified);
        CHECK(user.password_hash() == "new");
    }

    TEST_CASE("names of states are read back") {
        for (const auto state : account_states) CHECK(parse_account_state(state_name(state)) == state);
        CHECK(parse_account_state("erased").error().code == "unknown_state");
    }
}

TEST_SUITE("identity/profile") {
    TEST_CASE("telephone numbers are taken as people write them") {
        for (const auto* const good : {"+44 113 496 0000", "0113/496-0000", "(0113) 496.0000", "12345"})
            CHECK(parse_phone(good) == good);
        for (const auto* const bad : {"", "1234", "call me", "+", "1+2345", "1234567890123456", "12345\n"})
            CHECK(parse_phone(bad).error().code == "malformed_phone");
    }

    TEST_CASE("locales have the form of language tags") {
        for (const auto* const good : {"en", "en-GB", "zh-Hant-TW", "de-CH-1996", "sl-rozaj-biske"})
            CHECK(parse_locale(good) == good);
        for (const auto* const bad :
             {"", "e", "e1", "en_GB", "en-", "-en", "en--GB", "english-language-tags-are-short-enough"})
            CHECK(parse_locale(bad).error().code == "malformed_locale");
    }

    TEST_CASE("a name is one line, and not blank") {
        CHECK(parse_person_name("Zoë Quinn") == "Zoë Quinn");
        CHECK(parse_person_name("  ").error().code == "required");
        CHECK(parse_person_name("a\nb").error().code == "malformed_text");
        CHECK(parse_person_name(std::string(201, 'a')).error().code == "too_long");
    }
}

TEST_SUITE("identity/session") {
    TEST_CASE("a session lives on while it is used, but not for ever") {
        const SessionPolicy policy;
        auto session = a_session();
        const auto is_live_after = [&](auto time) { return session.is_live(morning + time); };
        CHECK(is_live_after(std::chrono::days{30} - 1ms));
        CHECK_FALSE(is_live_after(std::chrono::days{30}));
        for (int i = 1; i <= 4; ++i) session.use("192.0.2.2", morning + i * std::chrono::days{20}, policy);
        CHECK(session.snapshot().address == "192.0.2.2");
        CHECK(session.snapshot().last_used_at == morning + std::chrono::days{80});
        CHECK(is_live_after(std::chrono::days{90} - 1ms));
        CHECK_FALSE(is_live_after(std::chrono::days{90}));
    }

    TEST_CASE("what has ended stays ended from the first time") {
        auto session = a_session();
        session.end(morning + 1h);
        session.end(morning + 2h);
        CHECK_FALSE(session.is_live(morning + 1h));
        CHECK(session.snapshot().ended_at == morning + 1h);
    }

    TEST_CASE("what a device says of itself is cut at a whole character, or left out") {
        std::string long_name(199, 'a');
        CHECK(a_session(long_name + "ë").snapshot().device == long_name);
        CHECK(a_session("a\x01").snapshot().device.empty());
        CHECK(a_session("\xff").snapshot().device.empty());
    }
}

TEST_SUITE("identity/log_in_attempts") {
    TEST_CASE("the first failures cost nothing, then the wait doubles up to its limit") {
        const AttemptPolicy policy{.free = 2, .longest = 5s};
        FailedAttempts attempts;
        std::vector<std::chrono::seconds> waits;
        for (int i = 0; i < 7; ++i) {
            attempts = attempts.after_failure(morning);
            waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(attempts.next_allowed(policy) - morning));
        }
        CHECK(waits == std::vector<std::chrono::seconds>{0s, 0s, 1s, 2s, 4s, 5s, 5s});
    }

    TEST_CASE("failures of long ago are forgotten, and a million of them do not overflow") {
        const FailedAttempts many{.count = 1'000'000, .last_at = morning};
        CHECK(many.next_allowed(attempts_from_one_address) == morning + 15min);
        CHECK(many.after_failure(morning + 59min).count == 1'000'001);
        CHECK(many.after_failure(morning + 60min).count == 1);
    }
}
