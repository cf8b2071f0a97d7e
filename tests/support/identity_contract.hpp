#pragma once

#include "support/identity_steps.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every store of accounts must do. `Shop` has `store()`, `queries()`, `published_types()`,
/// `recorded()`, `clock` and `ids`.
/// Call it in a test case with a fresh one: it has subcases. SessionsContract is the other half.
template <class Shop>
class IdentityContract : private IdentitySteps<Shop> {
public:
    explicit IdentityContract(Shop& shop) : IdentitySteps<Shop>{shop} {}

    void check() {
        SUBCASE("an account comes back as it was put away") { round_trip(); }
        SUBCASE("an address has one account, even if fifty register at once") { fifty_registrations(); }
        SUBCASE("two accounts do not get the same address") { taken_address(); }
        SUBCASE("a change that failed never happened, and nobody is told") { rollback(); }
        SUBCASE("what is recorded for the audit log leaves with the change, or not at all") { recording(); }
        SUBCASE("an older copy of an account does not overwrite a newer one") { lost_update(); }
        SUBCASE("an address book is its owner's") { addresses(); }
        SUBCASE("users are listed newest first, page by page, by role, state and address") { listing(); }
        SUBCASE("of twenty who show one code or recovery code at once, one gets in") { twenty_codes(); }
        SUBCASE("two admins who take each other's role away leave one") { last_admin(); }
        SUBCASE("who is removed leaves nothing behind") { removal(); }
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
        edit([](User& it) { it.change_email(*Email::parse("Zoe.Quinn@Example.com")); });
        CHECK((*queries().find(*Email::parse("zoe.quinn@example.com")))->id() == user.id());
        CHECK_FALSE(*queries().find(*Email::parse("zoe@example.com")));
        edit([](User& it) { it.begin_second_factor("sealed"); });
        const identity::User::Confirmation confirmation{
            .step = 50'000'000, .recovery_codes = {key("a"), key("b")}, .at = now()};
        edit([&confirmation](User& it) { it.confirm_second_factor(confirmation); });
        edit([](User& it) { it.use_code_of(50'000'001); });
        edit([&confirmation](User& it) { it.use_recovery_code(confirmation.recovery_codes[0]); });
        edit([&confirmation](User& it) { it.use_recovery_code(confirmation.recovery_codes[1]); });
        edit([](User& it) { it.reseal_second_factor("sealed anew"); });
        edit([](User& it) { it.remove_second_factor(); });
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

    void taken_address() {
        const auto zoe = born("zoe@example.com");
        const auto max = born("max@example.com");
        const auto refused = shop_.store().transact([&](Work& work) -> Result<void> {
            auto found = work.users().find(max.id());
            found->change_email(*Email::parse("ZOE@example.com"));
            return work.users().save(*found);
        });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "email_taken");
        CHECK(stored(max.id()) == max.snapshot());
        CHECK(stored(zoe.id()) == zoe.snapshot());
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

    void recording() {
        const auto user = born("zoe@example.com");
        const PerformerScope boss{{.actor = "user:boss", .address = "192.0.2.7"}};
        const auto attempt = [&](bool works) {
            return shop_.store()
                .transact([&](Work& work) -> Result<void> {
                    work.record({.name = "role_changed", .subject = named("user", user.id())});
                    if (works) return {};
                    return fail(ErrorKind::conflict, "changed_my_mind", "No.");
                })
                .has_value();
        };
        CHECK_FALSE(attempt(false));
        CHECK(shop_.recorded().empty());
        CHECK(attempt(true));
        CHECK(shop_.recorded() == std::vector<Act>{{.name = "role_changed",
                                                    .subject = named("user", user.id()),
                                                    .actor = "user:boss",
                                                    .address = "192.0.2.7"}});
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

    void twenty_codes() {
        const auto user = born("zoe@example.com");
        const auto recovery_code = key("a");
        transact([&](Work& work) {
            auto found = work.users().find(user.id());
            found->begin_second_factor("sealed");
            found->confirm_second_factor({.step = 1, .recovery_codes = {recovery_code}, .at = now()});
            CHECK(work.users().save(*found));
        });
        std::atomic<int> by_code = 0;
        std::atomic<int> by_recovery_code = 0;
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < 20; ++i) {
                people.emplace_back([&, i] {
                    const bool has_app = i % 2 == 0;
                    const auto is_in = shop_.store().transact([&](Work& work) -> Result<bool> {
                        auto found = work.users().find(user.id());
                        const bool is_let = has_app ? found->use_code_of(2) : found->use_recovery_code(recovery_code);
                        ORION_CHECK(work.users().save(*found));
                        return is_let;
                    });
                    if (is_in && *is_in) ++(has_app ? by_code : by_recovery_code);
                });
            }
        }
        CHECK(by_code == 1);
        CHECK(by_recovery_code == 1);
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
};

}  // namespace orion::test
