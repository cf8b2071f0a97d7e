#include "orion/cli/audit_commands.hpp"
#include "orion/consumers/audit_consumer.hpp"
#include "orion/messaging/json_event_reader.hpp"
#include "orion/security/openssl_digest.hpp"

#include "support/audit_contract.hpp"
#include "support/code_of.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

using namespace orion;

namespace {

/// The log of a shop as its worker and its operators have it.
struct Office {
    test::SociAudit<test::ShopDatabase> log;
    security::OpensslDigest digest;
    messaging::JsonEventReader<audit::Event> events;
    audit::RecordAct record_act{log.store(), digest};
    consumers::AuditConsumer consumer{{.events = events, .record_act = record_act}};
    audit::VerifyAuditLog verify{log.queries(), digest};
    audit::ListEntries list{log.queries()};
    std::ostringstream out;
    cli::AuditCommands commands{{.verify = verify, .list = list}, out};
    test::FakeIdGenerator ids;

    Envelope message(const Act& act) {
        const TraceScope trace{{.correlation_id = "from-the-request", .causation_id = {}, .traceparent = {}}};
        return messaging::encode(act, {.id = ids.next<MessageId>(), .time = log.shop.clock.now()});
    }
    Result<void> hear(const Envelope& message) { return consumer.handle({.message = message, .attempt = 1}); }
    void somebody_becomes(const std::string& role) {
        REQUIRE(hear(message({.name = "role_changed",
                              .subject = "user:2",
                              .before = {{"role", "customer"}},
                              .after = {{"role", role}},
                              .actor = "user:1",
                              .address = "192.0.2.1"})));
    }
    /// Past everything that keeps the log as it is.
    void tamper(std::string_view script) {
        REQUIRE(log.shop.database.write([&](persistence::Session& session) -> Result<void> {
            session.run_script("DROP TRIGGER audit_entries_stay; DROP TRIGGER audit_entries_stay_as_they_are");
            session.run_script(script);
            return {};
        }));
    }
    std::string told() {
        auto text = out.str();
        out.str({});
        return text;
    }
};

}  // namespace

TEST_SUITE("audit/soci_audit_store") {
    TEST_CASE("the audit log in SQLite keeps the contract of its stores") {
        test::SociAudit<test::ShopDatabase> shop;
        test::AuditContract{shop}.check();
    }

    TEST_CASE("what the log holds can be neither changed nor removed") {
        Office office;
        office.somebody_becomes("admin");
        for (const persistence::Sql sql :
             {persistence::Sql{"UPDATE audit_entries SET actor = 'user:3'"},
              persistence::Sql{"UPDATE audit_entries SET hash = previous"},
              persistence::Sql{"DELETE FROM audit_entries"},
              persistence::Sql{"INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries"}})
            CHECK(test::is_refused(office.log.shop.database, sql));
    }

    TEST_CASE("what any part of the shop tells is in the log with its request and performer, once") {
        Office office;
        const auto told = office.message({.name = "stock_adjusted",
                                          .subject = "sku:MUG",
                                          .before = {{"on_hand", "3"}},
                                          .after = {{"on_hand", "5"}, {"reason", "found two"}},
                                          .actor = "key:7",
                                          .address = "2001:db8::1"});
        CHECK(told.type == "audit.act_performed");
        CHECK(told.subject == "sku:MUG");
        REQUIRE(office.hear(told));
        REQUIRE(office.hear(told));
        const auto entries = office.log.queries().after(0, 10).value();
        REQUIRE(entries.size() == 1);
        CHECK(entries[0].id == told.id);
        CHECK(entries[0].at == told.time);
        CHECK(entries[0].correlation_id == "from-the-request");
        CHECK(entries[0].actor == "key:7");
        CHECK(entries[0].act == "stock_adjusted");
        CHECK(entries[0].address == "2001:db8::1");
        CHECK(entries[0].before == audit::Facts{{"on_hand", "3"}});
        CHECK(entries[0].after == audit::Facts{{"on_hand", "5"}, {"reason", "found two"}});
    }

    TEST_CASE("what is no act is nothing to try again") {
        Office office;
        auto message = office.message({.name = "logged_in", .subject = {}, .actor = "user:1"});
        message.body = "{}";
        CHECK(office.hear(message).error().kind == ErrorKind::invalid);
        CHECK(office.hear(office.message({.name = "logged_in", .subject = {}, .actor = {}})).error().kind ==
              ErrorKind::invalid);
    }

    TEST_CASE("an operator sees that the log is whole, and notes its head") {
        Office office;
        office.somebody_becomes("staff");
        office.somebody_becomes("admin");
        REQUIRE(office.commands.verify({}));
        const auto head = office.log.queries().list({}, {}, 1).value().front().hash;
        CHECK(office.told() == "2 entries, 0 faults\nhead 2 " + head + "\n");
        CHECK(office.commands.verify({.expect = head}));
        REQUIRE(office.commands.list({.act = "role_changed"}));
        CHECK(office.told().contains("before role=customer  after role=admin\n"));
    }

    TEST_CASE("an operator is told which entry somebody changed, took out or put in") {
        Office office;
        for (const auto* const role : {"staff", "manager", "admin", "customer"}) office.somebody_becomes(role);
        const auto head = office.log.queries().list({}, {}, 1).value().front().hash;
        const auto told = [&](std::string_view script, const cli::VerifyAuditOptions& options = {}) {
            office.tamper(script);
            CHECK(test::code_of(office.commands.verify(options)) == "audit_log_broken");
            return office.told();
        };
        SUBCASE("changed") {
            CHECK(told("UPDATE audit_entries SET after = '{\"role\":\"staff\"}' WHERE sequence = 3")
                      .starts_with("NOT TRUE: entry 3 was changed\n4 entries, 1 faults\n"));
        }
        SUBCASE("written over with what cannot be read") {
            CHECK(told("UPDATE audit_entries SET after = 'nonsense', message_id = '' WHERE sequence = 3")
                      .starts_with("NOT TRUE: entry 3 was changed\n4 entries, 1 faults\n"));
        }
        SUBCASE("taken out") {
            CHECK(told("DELETE FROM audit_entries WHERE sequence = 2")
                      .starts_with("NOT TRUE: entry 3 does not follow: entries before it are missing\n"));
        }
        SUBCASE("put in at the end") {
            CHECK(told("INSERT INTO audit_entries SELECT 5, 'x', at, actor, act, subject, address, correlation_id,"
                       " before, after, hash, previous FROM audit_entries WHERE sequence = 4")
                      .starts_with("NOT TRUE: entry 5 was changed\n"));
        }
        SUBCASE("cut off at the end, which only a noted head tells") {
            CHECK(told("DELETE FROM audit_entries WHERE sequence = 4", {.expect = head})
                      .starts_with("NOT TRUE: no entry has the expected hash\n3 entries, 0 faults\n"));
        }
    }
}
