#pragma once

#include "orion/identity/refresh_session.hpp"

#include "support/identity_steps.hpp"

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every store of accounts must do with sessions and tokens, as IdentityContract.
template <class Shop>
class SessionsContract : private IdentitySteps<Shop> {
public:
    explicit SessionsContract(Shop& shop) : IdentitySteps<Shop>{shop} {}

    void check() {
        SUBCASE("sessions come back as they were put away, the latest used first") { sessions(); }
        SUBCASE("all sessions of a user end together, but one that is kept") { ending_all(); }
        SUBCASE("sessions that are over are forgotten with their tokens, some at a time") { purging(); }
        SUBCASE("twenty who show one refresh token at once leave one that works") { twenty_refreshes(); }
        SUBCASE("tokens of mails are counted, found, used up and forgotten") { action_tokens(); }
        SUBCASE("failures are counted under their key until they are forgotten") { attempts(); }
        SUBCASE("before a log-in everything is known that matters") { log_in_facts(); }
        SUBCASE("what an access token stands for is read in one go") { standing(); }
    }

private:
    using typename IdentitySteps<Shop>::User;
    using typename IdentitySteps<Shop>::Work;
    using IdentitySteps<Shop>::born;
    using IdentitySteps<Shop>::end;
    using IdentitySteps<Shop>::key;
    using IdentitySteps<Shop>::live_sessions;
    using IdentitySteps<Shop>::new_user;
    using IdentitySteps<Shop>::now;
    using IdentitySteps<Shop>::opened;
    using IdentitySteps<Shop>::queries;
    using IdentitySteps<Shop>::shop_;
    using IdentitySteps<Shop>::stored;
    using IdentitySteps<Shop>::transact;

    void sessions() {
        const auto user = born("zoe@example.com");
        const auto other = born("max@example.com");
        auto first = opened(user);
        shop_.clock.advance(std::chrono::minutes{1});
        const auto second = opened(user);
        opened(other);
        CHECK(live_sessions(user) == std::vector{second.id(), first.id()});
        shop_.clock.advance(std::chrono::minutes{1});
        transact([&](Work& work) {
            auto found = work.sessions().find(first.id());
            REQUIRE(found);
            CHECK(found->snapshot() == first.snapshot());
            found->use("192.0.2.9", now(), {});
            work.sessions().save(*found);
            first = *found;
        });
        CHECK(live_sessions(user) == std::vector{first.id(), second.id()});
        CHECK(queries().sessions(user.id(), now())->front().snapshot() == first.snapshot());
        end(second);
        CHECK(live_sessions(user) == std::vector{first.id()});
        shop_.clock.advance(std::chrono::days{30});
        CHECK(live_sessions(user).empty());
        transact([&](Work& work) {
            CHECK(work.sessions().find(second.id())->snapshot().ended_at.has_value());
            CHECK_FALSE(work.sessions().find(shop_.ids.template next<SessionId>()));
        });
    }

    void ending_all() {
        const auto user = born("zoe@example.com");
        const auto other = born("max@example.com");
        const auto kept = opened(user);
        opened(user);
        opened(user);
        const auto others = opened(other);
        transact([&](Work& work) { CHECK(work.sessions().end_all(user.id(), now(), kept.id()) == 2); });
        CHECK(live_sessions(user) == std::vector{kept.id()});
        transact([&](Work& work) { CHECK(work.sessions().end_all(user.id(), now()) == 1); });
        transact([&](Work& work) { CHECK(work.sessions().end_all(user.id(), now()) == 0); });
        CHECK(live_sessions(user).empty());
        CHECK(live_sessions(other) == std::vector{others.id()});
    }

    void purging() {
        const auto user = born("zoe@example.com");
        const auto old = opened(user);
        shop_.clock.advance(std::chrono::days{29});
        const auto ended = opened(user);
        end(ended);
        const auto live = opened(user);
        shop_.clock.advance(std::chrono::days{1});
        const auto purge = [&](std::size_t limit) {
            return shop_.store()
                .transact([&](Work& work) -> Result<std::size_t> { return work.sessions().purge(now(), limit); })
                .value();
        };
        CHECK(purge(1) == 1);
        CHECK(purge(9) == 1);
        CHECK(purge(9) == 0);
        transact([&](Work& work) {
            for (const auto* const gone : {&old, &ended}) {
                CHECK_FALSE(work.sessions().find(gone->id()));
                CHECK_FALSE(work.sessions().find_token(key(gone->id().to_string())));
            }
            CHECK(work.sessions().find_token(key(live.id().to_string())));
        });
    }

    void twenty_refreshes() {
        FakeAccessTokens access_tokens;
        FakeRandomTokens random_tokens;
        const FakeDigest digest;
        const identity::SessionTokens tokens{
            {.access_tokens = access_tokens, .random_tokens = random_tokens, .digest = digest, .ids = shop_.ids}, {}};
        const auto user = born("zoe@example.com");
        auto signed_in = tokens.open(user, {.device = "", .address = ""}, now());
        transact([&](Work& work) {
            work.sessions().add(signed_in->session);
            work.sessions().add_token(signed_in->refresh_token);
        });
        identity::RefreshSession refresh{shop_.store(), tokens, shop_.clock};
        const auto& shown = signed_in->signed_in.refresh_token;
        std::mutex mutex;
        std::set<std::string> successors;
        {
            std::vector<std::jthread> windows;
            for (int i = 0; i < 20; ++i) {
                windows.emplace_back([&] {
                    const auto next = refresh.execute({.refresh_token = shown, .client = {}});
                    const std::lock_guard lock{mutex};
                    successors.insert(next ? next->refresh_token.expose() : std::string{next.error().code.text()});
                });
            }
        }
        REQUIRE(successors.size() == 1);
        transact([&](Work& work) {
            const auto used = work.sessions().find_token(digest.sha256(shown.expose()));
            REQUIRE(used);
            CHECK(used->used_at == now());
            CHECK(used->session == signed_in->session.id());
            const auto live = work.sessions().find_token(digest.sha256(*successors.begin()));
            REQUIRE(live);
            CHECK_FALSE(live->used_at);
        });
        shop_.clock.advance(std::chrono::seconds{10});
        const auto late = refresh.execute({.refresh_token = shown, .client = {}});
        REQUIRE_FALSE(late);
        CHECK(late.error().code == "refresh_token_reused");
        CHECK(live_sessions(user).empty());
    }

    void action_tokens() {
        using enum identity::Purpose;
        const auto user = born("zoe@example.com");
        const auto add = [&](const std::string& token, identity::Purpose purpose) {
            identity::ActionToken added{
                .hash = key(token), .user = user.id(), .purpose = purpose, .expires_at = now() + lifetime_of(purpose)};
            transact([&](Work& work) { work.action_tokens().add(added); });
            return added;
        };
        const auto count = [&](identity::Purpose purpose) {
            return shop_.store()
                .transact([&](Work& work) -> Result<std::size_t> {
                    return work.action_tokens().count(user.id(), purpose, now());
                })
                .value();
        };
        const auto first = add("first", reset_password);
        const auto second = add("second", verify_email);
        CHECK(*queries().action_token(first.hash) == first);
        CHECK(*queries().action_token(second.hash) == second);
        CHECK_FALSE(*queries().action_token(key("other")));
        auto moving = first;
        moving.hash = key("moving");
        moving.purpose = verify_email;
        moving.email = *Email::parse("Zoe.Quinn@Example.com");
        transact([&](Work& work) { work.action_tokens().add(moving); });
        CHECK(*queries().action_token(moving.hash) == moving);
        transact([&](Work& work) {
            CHECK(work.action_tokens().find(second.hash) == second);
            CHECK_FALSE(work.action_tokens().find(key("other")));
        });
        CHECK(count(reset_password) == 1);
        shop_.clock.advance(std::chrono::hours{1});
        CHECK(count(reset_password) == 0);
        CHECK(count(verify_email) == 1);
        transact([&](Work& work) {
            CHECK(work.action_tokens().purge(now(), 0) == 0);
            CHECK(work.action_tokens().purge(now(), 9) == 2);
            work.action_tokens().remove(user.id(), reset_password);
        });
        CHECK_FALSE(*queries().action_token(first.hash));
        CHECK(count(verify_email) == 1);
        transact([&](Work& work) { work.action_tokens().remove(user.id(), verify_email); });
        CHECK(count(verify_email) == 0);
    }

    void attempts() {
        const identity::FailedAttempts three{.count = 3, .last_at = now()};
        const identity::FailedAttempts four{.count = 4, .last_at = now() + std::chrono::hours{1}};
        transact([&](Work& work) {
            CHECK(work.attempts().find(key("a")) == identity::FailedAttempts{});
            work.attempts().save(key("a"), three);
            work.attempts().save(key("b"), three);
            work.attempts().save(key("c"), four);
            work.attempts().save(key("b"), four);
        });
        transact([&](Work& work) {
            CHECK(work.attempts().find(key("a")) == three);
            CHECK(work.attempts().find(key("b")) == four);
            CHECK(work.attempts().purge(four.last_at, 9) == 1);
            CHECK(work.attempts().find(key("a")).count == 0);
            work.attempts().remove(key("b"));
            CHECK(work.attempts().find(key("b")).count == 0);
            CHECK(work.attempts().find(key("c")) == four);
        });
    }

    void log_in_facts() {
        const auto user = born("zoe@example.com");
        opened(user, "192.0.2.1");
        end(opened(user, "192.0.2.2"));
        const identity::FailedAttempts two{.count = 2, .last_at = now()};
        transact([&](Work& work) { work.attempts().save(key("everywhere"), two); });
        const auto ask = [&](const std::optional<Email>& email, const std::string& address) {
            return queries()
                .log_in_facts({.email = email,
                               .address = address,
                               .key_of_address = key(address),
                               .key_of_everywhere = key("everywhere"),
                               .now = now()})
                .value();
        };
        const auto known = ask(*Email::parse("ZOE@example.com"), "192.0.2.1");
        REQUIRE(known.user);
        CHECK(known.user->snapshot() == user.snapshot());
        CHECK(known.knows_address);
        CHECK(known.from_address.count == 0);
        CHECK(known.from_everywhere == two);
        CHECK_FALSE(ask(user.email(), "192.0.2.2").knows_address);
        CHECK_FALSE(ask(*Email::parse("max@example.com"), "192.0.2.1").user);
        const auto nobody = ask(std::nullopt, "192.0.2.1");
        CHECK_FALSE(nobody.user);
        CHECK_FALSE(nobody.knows_address);
        CHECK(nobody.from_everywhere == two);
    }

    void standing() {
        const auto user = born("zoe@example.com", identity::Role::manager);
        const auto session = opened(user);
        const auto ask = [&](UserId id) { return queries().standing(id, session.id(), now()).value(); };
        CHECK(ask(user.id()) == identity::Standing{.role = identity::Role::manager,
                                                   .state = identity::AccountState::active,
                                                   .account_version = 1,
                                                   .session_is_live = true});
        CHECK_FALSE(ask(born("max@example.com").id())->session_is_live);
        CHECK_FALSE(ask(shop_.ids.template next<UserId>()));
        end(session);
        transact([&](Work& work) {
            auto found = work.users().find(user.id());
            found->begin_second_factor("sealed");
            CHECK(work.users().save(*found));
        });
        CHECK_FALSE(ask(user.id())->has_second_factor);
        transact([&](Work& work) {
            auto found = work.users().find(user.id());
            found->confirm_second_factor({.step = 1, .recovery_codes = {}, .at = now()});
            found->disable();
            CHECK(work.users().save(*found));
        });
        CHECK(ask(user.id()) == identity::Standing{.role = identity::Role::manager,
                                                   .state = identity::AccountState::disabled,
                                                   .account_version = 2,
                                                   .session_is_live = false,
                                                   .has_second_factor = true});
    }
};

}  // namespace orion::test
