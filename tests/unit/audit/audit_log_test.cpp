#include "orion/audit/record_act.hpp"
#include "orion/audit/verify_audit_log.hpp"

#include "support/audit_contract.hpp"
#include "support/fake_audit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace orion;
using audit::Fault;
using audit::Finding;

namespace {

/// A log of so many acts.
struct Log {
    explicit Log(int acts) {
        audit::RecordAct record{audit, digest};
        for (int i = 1; i <= acts; ++i)
            REQUIRE(record.execute({.message = ids.next<MessageId>(),
                                    .at = Instant{std::chrono::seconds{i}},
                                    .correlation_id = "c",
                                    .act = {.name = "role_changed",
                                            .subject = "user:" + std::to_string(i),
                                            .after = {{"role", "admin"}},
                                            .actor = "user:1"}}));
    }

    std::vector<audit::Entry>& entries() { return audit.state().entries; }
    audit::Entry& entry(std::size_t sequence) { return entries().at(sequence - 1); }
    void seal(audit::Entry& entry) const { entry.hash = digest.sha256(canonical_text(entry)); }
    audit::AuditReport verify(const std::optional<std::string>& expected = {}) {
        return audit::VerifyAuditLog{audit, digest}.execute(expected).value();
    }
    std::vector<Finding> findings() { return verify().findings; }

    test::FakeAudit audit;
    test::FakeDigest digest;
    test::FakeIdGenerator ids;
};

using Findings = std::vector<Finding>;

}  // namespace

TEST_SUITE("audit/audit_log") {
    TEST_CASE("the audit log in memory keeps the contract of its stores") {
        test::FakeAudit audit;
        test::AuditContract{audit}.check();
    }

    TEST_CASE("an empty log is sound") {
        Log log{0};
        CHECK(log.verify().is_sound());
        CHECK(log.verify().head == audit::Head{});
    }

    TEST_CASE("a log longer than what is looked at in one go is sound, and its last entry counts") {
        Log log{1001};
        CHECK(log.verify().is_sound());
        CHECK(log.verify().entries == 1001);
        CHECK(log.verify().head.hash == log.entry(1001).hash);
        log.entry(1001).actor = "user:2";
        CHECK(log.findings() == Findings{{1001, Fault::changed}});
    }

    TEST_CASE("whatever is changed about an entry, it is told which") {
        Log log{5};
        auto& entry = log.entry(3);
        SUBCASE("the actor") { entry.actor = "user:2"; }
        SUBCASE("the act") { entry.act = "logged_in"; }
        SUBCASE("the subject") { entry.subject = "user:33"; }
        SUBCASE("the address") { entry.address = "192.0.2.9"; }
        SUBCASE("the time") { entry.at += std::chrono::milliseconds{1}; }
        SUBCASE("the correlation id") { entry.correlation_id = "d"; }
        SUBCASE("the message") { entry.id = log.ids.next<MessageId>(); }
        SUBCASE("what it was before") { entry.before = {{"role", "staff"}}; }
        SUBCASE("what it is now") { entry.after = {{"role", "staff"}}; }
        SUBCASE("a letter that moved to the next value") {
            entry.actor = "user:1r";
            entry.act = "ole_changed";
        }
        CHECK(log.findings() == Findings{{3, Fault::changed}});
    }

    TEST_CASE("an entry that was sealed again does not fit the one after it") {
        Log log{5};
        log.entry(3).actor = "user:2";
        log.seal(log.entry(3));
        CHECK(log.findings() == Findings{{4, Fault::unlinked}});
    }

    TEST_CASE("an entry that was removed is missing") {
        Log log{5};
        log.entries().erase(log.entries().begin() + 2);
        CHECK(log.findings() == Findings{{4, Fault::missing}});
    }

    TEST_CASE("an entry that was put in, and the others moved up, is found with all of them") {
        Log log{4};
        auto intruder = log.entry(3);
        intruder.actor = "user:9";
        for (std::size_t each = 3; each <= 4; ++each) ++log.entry(each).sequence;
        log.seal(intruder);
        log.entries().insert(log.entries().begin() + 2, intruder);
        CHECK(log.findings() == Findings{{4, Fault::changed}, {5, Fault::changed}});
    }

    TEST_CASE("that the newest entries are gone shows when a head was noted before") {
        Log log{5};
        const auto noted = log.verify().head.hash;
        CHECK(log.verify(noted).is_sound());
        log.entries().pop_back();
        CHECK(log.verify().is_sound());
        CHECK_FALSE(log.verify(noted).is_sound());
        CHECK(log.verify(std::string{audit::genesis}).is_sound());
    }

    TEST_CASE("of a log that is all wrong the first hundred are told, and how many there are") {
        Log log{150};
        for (auto& entry : log.entries()) entry.actor = "user:2";
        CHECK(log.verify().faults == 150);
        CHECK(log.findings().size() == 100);
    }
}
