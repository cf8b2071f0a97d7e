#pragma once

#include "orion/audit/list_entries.hpp"
#include "orion/audit/record_act.hpp"
#include "orion/audit/verify_audit_log.hpp"

#include "support/fake_id_generator.hpp"
#include "support/fake_identity_ports.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every store of the audit log must do. `Shop` has `store()` and `queries()`. Call it in a test case with a fresh
/// one: it has subcases.
template <class Shop>
class AuditContract {
public:
    explicit AuditContract(Shop& shop) : shop_{shop} {}

    void check() {
        SUBCASE("what was done is told as it was, the last first") { round_trip(); }
        SUBCASE("a message that comes again adds nothing") { repeat(); }
        SUBCASE("nothing is recorded by a transaction that fails") { rollback(); }
        SUBCASE("the log is read page by page, by who did what to whom and when") { listing(); }
        SUBCASE("of eight who append at once each gets a place of his own in one chain") { eight_at_once(); }
    }

private:
    static Instant at(int minute) { return Instant{std::chrono::minutes{minute}}; }

    void record(const std::string& actor, const std::string& act, const std::string& subject, int minute,
                std::optional<MessageId> message = {}) {
        REQUIRE(record_.execute({.message = message ? *message : ids_.next<MessageId>(),
                                 .at = at(minute),
                                 .correlation_id = "abc",
                                 .act = {.name = act, .subject = subject, .actor = actor}}));
    }

    void round_trip() {
        const auto message = ids_.next<MessageId>();
        REQUIRE(record_.execute({.message = message,
                                 .at = at(7),
                                 .correlation_id = "c-1",
                                 .act = {.name = "role_changed",
                                         .subject = "user:2",
                                         .before = {{"role", "customer"}},
                                         .after = {{"role", "staff"}, {"why", "\"Zoë\"\n\\ 0:,"}},
                                         .actor = "user:1",
                                         .address = "192.0.2.1"}}));
        const auto entries = shop_.queries().after(0, 10).value();
        REQUIRE(entries.size() == 1);
        const auto& entry = entries.front();
        CHECK(entry.sequence == 1);
        CHECK(entry.id == message);
        CHECK(entry.at == at(7));
        CHECK(entry.actor == "user:1");
        CHECK(entry.act == "role_changed");
        CHECK(entry.subject == "user:2");
        CHECK(entry.address == "192.0.2.1");
        CHECK(entry.correlation_id == "c-1");
        CHECK(entry.before == audit::Facts{{"role", "customer"}});
        CHECK(entry.after == audit::Facts{{"role", "staff"}, {"why", "\"Zoë\"\n\\ 0:,"}});
        CHECK(entry.previous == audit::genesis);
        CHECK(entry.hash == digest_.sha256(canonical_text(entry)));

        record("shop", "slept", "", 8);
        const auto newest_first = shop_.queries().list({}, {}, 10).value();
        REQUIRE(newest_first.size() == 2);
        CHECK(newest_first[0].previous == entry.hash);
        CHECK(newest_first[1] == entry);
        CHECK(verify().is_sound());
    }

    void repeat() {
        const auto message = ids_.next<MessageId>();
        record("user:1", "logged_in", "user:1", 1, message);
        record("user:1", "logged_in", "user:1", 2);
        record("user:1", "logged_in", "user:1", 1, message);
        CHECK(verify().entries == 2);
        CHECK(verify().is_sound());
    }

    void rollback() {
        CHECK_FALSE(shop_.store().transact([&](audit::AuditWork& work) -> Result<void> {
            audit::Entry entry{.sequence = work.lock_head().sequence + 1,
                               .id = ids_.next<MessageId>(),
                               .at = at(1),
                               .actor = "shop",
                               .act = "slept",
                               .subject = {},
                               .address = {},
                               .correlation_id = {},
                               .before = {},
                               .after = {},
                               .previous = std::string{audit::genesis},
                               .hash = digest_.sha256("x")};
            work.append(entry);
            return fail(ErrorKind::conflict, "only_trying", "");
        }));
        CHECK(verify().entries == 0);
    }

    void listing() {
        record("user:1", "logged_in", "user:1", 1);
        record("user:2", "logged_in", "user:2", 2);
        record("user:2", "role_changed", "user:1", 3);
        record("user:2", "role_changed", "user:3", 4);
        const auto seen = [&](const audit::EntryFilter& filter) {
            std::vector<std::int64_t> sequences;
            const auto found = shop_.queries().list(filter, {}, 10).value();
            for (const auto& entry : found) sequences.push_back(entry.sequence);
            return sequences;
        };
        using Sequences = std::vector<std::int64_t>;
        CHECK(seen({}) == Sequences{4, 3, 2, 1});
        CHECK(seen({.actor = "user:2"}) == Sequences{4, 3, 2});
        CHECK(seen({.act = "logged_in"}) == Sequences{2, 1});
        CHECK(seen({.subject = "user:1"}) == Sequences{3, 1});
        CHECK(seen({.from = at(2), .to = at(3)}) == Sequences{3, 2});
        CHECK(seen({.actor = "user:2", .act = "role_changed", .subject = "user:3"}) == Sequences{4});
        CHECK(seen({.actor = "user:9"}).empty());

        audit::ListEntries list{shop_.queries()};
        const auto page = list.execute({.limit = 3}).value();
        CHECK(page.items.size() == 3);
        REQUIRE(page.next);
        const auto rest = list.execute({.before = page.next, .limit = 3}).value();
        CHECK(rest.items.size() == 1);
        CHECK(rest.items.front().sequence == 1);
        CHECK_FALSE(rest.next);
    }

    void eight_at_once() {
        constexpr int each_of_eight = 5;
        std::vector<MessageId> messages;
        for (int i = 0; i < 8 * each_of_eight; ++i) messages.push_back(ids_.next<MessageId>());
        {
            std::vector<std::jthread> writers;
            for (std::size_t writer = 0; writer < 8; ++writer) {
                writers.emplace_back([&, writer] {
                    for (std::size_t i = 0; i < each_of_eight; ++i)
                        CHECK(record_.execute({.message = messages[writer * each_of_eight + i],
                                               .at = at(1),
                                               .correlation_id = {},
                                               .act = {.name = "logged_in", .subject = {}, .actor = "user:1"}}));
                });
            }
        }
        CHECK(verify().entries == 8 * each_of_eight);
        CHECK(verify().head.sequence == 8 * each_of_eight);
        CHECK(verify().is_sound());
    }

    audit::AuditReport verify() { return audit::VerifyAuditLog{shop_.queries(), digest_}.execute().value(); }

    Shop& shop_;
    FakeIdGenerator ids_;
    FakeDigest digest_;
    audit::RecordAct record_{shop_.store(), digest_};
};

}  // namespace orion::test
