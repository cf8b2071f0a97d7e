#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/refresh_session.hpp"

#include "support/fake_identity_ports.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every store of accounts must do. `Shop` has `store()`, `queries()`, `published_types()`, `clock` and `ids`.
/// Call it in a test case with a fresh one: it has subcases.
template <class Shop>
class IdentityContract {
public:
    explicit IdentityContract(Shop& shop) : shop_{shop} {}

    void check() {
        SUBCASE("an account comes back as it was put away") { round_trip(); }
        SUBCASE("an address has one account, even if fifty register at once") { fifty_registrations(); }
        SUBCASE("a change that failed never happened, and nobody is told") { rollback(); }
        SUBCASE("an older copy of an account does not overwrite a newer one") { lost_update(); }
        SUBCASE("sessions come back as they were put away, the latest used first") { sessions(); }
        SUBCASE("all sessions of a user end together, but one that is kept") { ending_all(); }
        SUBCASE("sessions that are over are forgotten with their tokens, some at a time") { purging(); }
        SUBCASE("twenty who show one refresh token at once leave one that works") { twenty_refreshes(); }
        SUBCASE("tokens of mails are counted, found, used up and forgotten") { action_tokens(); }
        SUBCASE("failures are counted under their key until they are forgotten") { attempts(); }
        SUBCASE("before a log-in everything is known that matters") { log_in_facts(); }
        SUBCASE("what an access token stands for is read in one go") { standing(); }
        SUBCASE("an address book is its owner's") { addresses(); }
        SUBCASE("users are listed newest first, page by page, by role, state and address") { listing(); }
        SUBCASE("two admins who take each other's role away leave one") { last_admin(); }
        SUBCASE("who is removed leaves nothing behind") { removal(); }
    }

private:
    using Work = identity::IdentityWork;
    using User = identity::User;

    identity::IdentityQueries& queries() { return shop_.queries(); }
    Instant now() { return shop_.clock.now(); }
    static std::string key(const std::string& text) { return FakeDigest{}.sha256(text); }

    User new_user(const std::string& email, identity::Role role = identity::Role::customer) {
        return User::register_as({.id = shop_.ids.template next<UserId>(),
                                  .email = *Email::parse(email),
                                  .name = "Zoë «O'Neill»",
                                  .role = role,
                                  .password_hash = "$argon2id$…",
                                  .at = now()});
    }
    template <class Steps>
    void transact(Steps steps) {
        REQUIRE(shop_.store().transact([&](Work& work) -> Result<void> {
            steps(work);
            return {};
        }));
    }
    User born(const std::string& email, identity::Role role = identity::Role::customer) {
        auto user = new_user(email, role);
        transact([&](Work& work) { CHECK(work.users().add(user)); });
        return user;
    }
    identity::Session opened(const User& user, const std::string& address = "192.0.2.1") {
        const auto session = identity::Session::open({.id = shop_.ids.template next<SessionId>(),
                                                      .user = user.id(),
                                                      .client = {.device = "Zoë's phone", .address = address},
                                                      .at = now()},
                                                     {});
        transact([&](Work& work) {
            work.sessions().add(session);
            work.sessions().add_token({.hash = key(session.id().to_string()), .session = session.id()});
        });
        return session;
    }
    void end(const identity::Session& session) {
        transact([&](Work& work) {
            auto found = work.sessions().find(session.id());
            REQUIRE(found);
            found->end(now());
            work.sessions().save(*found);
        });
    }
    identity::UserSnapshot stored(UserId id) {
        const auto user = queries().find(id);
        REQUIRE(user);
        REQUIRE(*user);
        return (*user)->snapshot();
    }
    std::vector<SessionId> live_sessions(const User& user) {
        std::vector<SessionId> ids;
        const auto found = queries().sessions(user.id(), now());
        for (const auto& session : found.value()) ids.push_back(session.id());
        return ids;
    }

    void round_trip() {
        auto user = born("Zoe@Example.com");
        CHECK(stored(user.id()) == user.snapshot());
        CHECK((*queries().find(*Email::parse("ZOE@example.com")))->snapshot() == user.snapshot());
        CHECK_FALSE(*queries().find(*Email::parse("max@example.com")));
        CHECK_FALSE(*queries().find(shop_.ids.template next<UserId>()));
        const auto edit = [&](auto verb) {
            transact([&](Work& work) {
                auto found = work.users().find(user.id());
                REQUIRE(found);
                CHECK(found->snapshot() == user.snapshot());
                verb(*found);
                CHECK(work.users().save(*found));
            });
            verb(user);
            CHECK(stored(user.id()) == user.snapshot());
        };
        edit([](User& it) { it.change_profile({.name = "Z", .phone = "+44 113 496 0000", .locale = "en-GB"}); });
        edit([](User& it) { it.change_profile({.name = "Z"}); });
        edit([](User& it) { it.verify_email(); });
        edit([](User& it) { it.change_role(identity::Role::manager); });
        edit([](User& it) { it.change_password("another"); });
        edit([](User& it) { it.disable(); });
        edit([](User& it) { it.disable(); });
    }

    void fifty_registrations() {
        std::atomic<int> registered = 0;
        std::atomic<int> refused = 0;
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < 50; ++i) {
                people.emplace_back([&, i] {
                    const auto user = new_user(i % 2 == 0 ? "zoe@example.com" : "ZOE@EXAMPLE.COM");
                    const auto added =
                        shop_.store().transact([&](Work& work) -> Result<void> { return work.users().add(user); });
                    if (added) {
                        ++registered;
                    } else if (added.error().code == "email_taken") {
                        ++refused;
                    }
                });
            }
        }
        CHECK(registered == 1);
        CHECK(refused == 49);
        CHECK(queries().list({}, {}, 100)->size() == 1);
    }

    void rollback() {
        const auto user = born("zoe@example.com");
        const auto failed = shop_.store().transact([&](Work& work) -> Result<void> {
            auto found = work.users().find(user.id());
            found->verify_email();
            ORION_CHECK(work.users().save(*found));
            work.publish(identity::UserErased{.user = user.id(), .email = user.email()});
            return fail(ErrorKind::conflict, "changed_my_mind", "No.");
        });
        CHECK(failed.error().code == "changed_my_mind");
        CHECK(stored(user.id()) == user.snapshot());
        CHECK(shop_.published_types().empty());
        transact([&](Work& work) {
            work.publish(identity::UserRegistered{.to = {.user = user.id(), .email = user.email(), .name = "Z"}});
        });
        CHECK(shop_.published_types() == std::vector<std::string>{"user_registered"});
    }

    void lost_update() {
        const auto user = born("zoe@example.com");
        auto stale = user;
        transact([&](Work& work) {
            auto found = work.users().find(user.id());
            found->change_role(identity::Role::staff);
            CHECK(work.users().save(*found));
        });
        stale.verify_email();
        const auto refused = shop_.store().transact([&](Work& work) {
            (void)work.users().find(user.id());
            return work.users().save(stale);
        });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "user_changed");
        CHECK(stored(user.id()).role == identity::Role::staff);
    }

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
            const identity::ActionToken added{
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
            CHECK(work.action_tokens().purge(now(), 9) == 1);
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
        const auto ask = [&](std::optional<Email> email, const std::string& address) {
            return queries()
                .log_in_facts({.email = std::move(email),
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
            found->disable();
            CHECK(work.users().save(*found));
        });
        CHECK(ask(user.id()) == identity::Standing{.role = identity::Role::manager,
                                                   .state = identity::AccountState::disabled,
                                                   .account_version = 2,
                                                   .session_is_live = false});
    }

    identity::SavedAddress an_entry(const std::string& city) {
        return {.id = shop_.ids.template next<SavedAddressId>(),
                .address = Address::restore({.name = "Zoë",
                                             .line1 = "1 High Street",
                                             .line2 = "Flat «2»",
                                             .city = city,
                                             .postcode = "LS1 4AP",
                                             .country = "GB"})};
    }

    void addresses() {
        const auto user = born("zoe@example.com");
        const auto other = born("max@example.com");
        auto first = an_entry("Leeds");
        const auto second = an_entry("York");
        transact([&](Work& work) {
            work.addresses().add(user.id(), first);
            work.addresses().add(user.id(), second);
            work.addresses().add(other.id(), an_entry("Hull"));
        });
        CHECK(*queries().addresses(user.id()) == std::vector{first, second});
        first.address = an_entry("Bath").address;
        transact([&](Work& work) {
            CHECK(work.addresses().count(user.id()) == 2U);
            CHECK_FALSE(work.addresses().count(shop_.ids.template next<UserId>()));
            CHECK(work.addresses().replace(user.id(), first));
            CHECK_FALSE(work.addresses().replace(other.id(), first));
            CHECK_FALSE(work.addresses().remove(other.id(), second.id));
        });
        CHECK(*queries().addresses(user.id()) == std::vector{first, second});
        transact([&](Work& work) {
            CHECK(work.addresses().remove(user.id(), second.id));
            CHECK_FALSE(work.addresses().remove(user.id(), second.id));
        });
        CHECK(*queries().addresses(user.id()) == std::vector{first});
    }

    void listing() {
        std::vector<UserId> newest_first;
        for (int i = 0; i < 5; ++i) {
            const auto user = born("user" + std::to_string(i) + "@example.com",
                                   i == 2 ? identity::Role::staff : identity::Role::customer);
            newest_first.insert(newest_first.begin(), user.id());
        }
        const auto ids = [&](const identity::UserFilter& filter, std::optional<UserId> after, std::size_t limit) {
            std::vector<UserId> listed;
            const auto page = queries().list(filter, after, limit);
            for (const auto& user : page.value()) listed.push_back(user.id());
            return listed;
        };
        CHECK(ids({}, {}, 9) == newest_first);
        CHECK(ids({}, {}, 2) == std::vector{newest_first[0], newest_first[1]});
        CHECK(ids({}, newest_first[1], 2) == std::vector{newest_first[2], newest_first[3]});
        CHECK(ids({.role = identity::Role::staff}, {}, 9) == std::vector{newest_first[2]});
        CHECK(ids({.email = *Email::parse("USER4@example.com")}, {}, 9) == std::vector{newest_first[0]});
        CHECK(ids({.state = identity::AccountState::disabled}, {}, 9).empty());
    }

    void last_admin() {
        const auto first = born("zoe@example.com", identity::Role::admin);
        const auto second = born("max@example.com", identity::Role::admin);
        {
            std::vector<std::jthread> admins;
            for (const auto& victim : {first.id(), second.id()}) {
                admins.emplace_back([&, victim] {
                    (void)shop_.store().transact([&](Work& work) -> Result<void> {
                        auto found = work.users().find(victim);
                        if (!work.users().has_other_admin(victim))
                            return fail(ErrorKind::conflict, "last_admin", "The last one.");
                        found->change_role(identity::Role::staff);
                        return work.users().save(*found);
                    });
                });
            }
        }
        CHECK(queries().list({.role = identity::Role::admin}, {}, 9)->size() == 1);
    }

    void removal() {
        const auto user = born("zoe@example.com");
        const auto other = born("max@example.com");
        const auto session = opened(user);
        const auto kept = opened(other);
        transact([&](Work& work) {
            work.addresses().add(user.id(), an_entry("Leeds"));
            work.action_tokens().add(
                {.hash = key("mail"), .user = user.id(), .purpose = {}, .expires_at = now() + std::chrono::hours{1}});
        });
        transact([&](Work& work) { work.users().remove(user.id()); });
        transact([&](Work& work) { work.users().remove(user.id()); });
        CHECK_FALSE(*queries().find(user.id()));
        CHECK(queries().addresses(user.id())->empty());
        CHECK_FALSE(*queries().action_token(key("mail")));
        transact([&](Work& work) {
            CHECK_FALSE(work.sessions().find(session.id()));
            CHECK_FALSE(work.sessions().find_token(key(session.id().to_string())));
        });
        CHECK(live_sessions(other) == std::vector{kept.id()});
        born("zoe@example.com");
    }

    Shop& shop_;
};

}  // namespace orion::test
