#include "orion/billing/reconcile_payments.hpp"
#include "orion/billing/reverse_payment.hpp"
#include "orion/billing/take_payment.hpp"
#include "orion/payments/sandbox_payment_gateway.hpp"
#include "orion/persistence/billing/soci_billing_store.hpp"
#include "orion/persistence/billing/soci_payment_queries.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/system/random_backoff.hpp"
#include "orion/system/system_clock.hpp"
#include "orion/system/uuid_v7_generator.hpp"

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

using namespace orion;
using namespace orion::billing;
using namespace std::chrono_literals;

namespace {

const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
const Money five_pounds{500, *Currency::parse("GBP")};

struct Patience {
    std::chrono::milliseconds gateway_timeout = 100ms;
    std::chrono::milliseconds pause = 1ms;
};

/// Billing as the worker runs it, on the files of one data directory.
class BillingProcess {
public:
    explicit BillingProcess(const std::filesystem::path& folder, Patience patience = {})
        : database_{prepared(folder, clock_)},
          gateway_{{.ledger = folder / "sandbox-gateway.db", .timeout = patience.gateway_timeout}, clock_, {}},
          take_{{.store = store_, .gateway = gateway_, .backoff = backoff_, .clock = clock_, .ids = ids_},
                {.count = 3, .base = patience.pause, .cap = patience.pause}},
          ledger_{{.file = folder / "sandbox-gateway.db", .access = persistence::Session::Access::read_only}} {}

    Result<void> take(std::string_view token) { return take(ids_.next<MessageId>(), token); }
    Result<void> take(MessageId message, std::string_view token) {
        return take_.execute(
            {.message = message, .order = order, .amount = five_pounds, .token = Secret{std::string{token}}});
    }
    Result<void> reverse() { return reverse_.execute({.message = ids_.next<MessageId>(), .order = order}); }
    Result<ReconciledPayments> reconcile() { return reconcile_.execute({.older_than = -1h}); }

    PaymentStatus status() { return (*queries_.find(order))->status(); }

    std::string last_published() {
        return database_.read([](persistence::Session& session) {
            const auto row = session.row<std::string>("SELECT type FROM messaging_outbox ORDER BY seq DESC LIMIT 1");
            return row ? std::get<0>(*row) : std::string{};
        });
    }

    /// As the gateway sees it; empty if it never heard of the order.
    std::string ledger_state() {
        const auto row = ledger_.row<std::string>("SELECT state FROM charges WHERE key = :1", gateway_key(order));
        return row ? std::get<0>(*row) : std::string{};
    }

private:
    static persistence::SqliteOptions prepared(const std::filesystem::path& folder, const Clock& clock) {
        constexpr std::array<std::string_view, 2> modules{"messaging", "billing"};
        const auto file = folder / "orion.db";
        REQUIRE(persistence::Migrator{file, persistence::embedded_migrations(modules), clock}.migrate());
        return {.file = file};
    }

    system::SystemClock clock_;
    system::UuidV7Generator ids_{clock_};
    system::RandomBackoff backoff_{{}};
    persistence::SqliteDatabase database_;
    persistence::SociBillingStore store_{{.database = database_, .clock = clock_, .ids = ids_}};
    persistence::SociPaymentQueries queries_{database_};
    payments::SandboxPaymentGateway gateway_;
    TakePayment take_;
    ReversePayment reverse_{{.store = store_, .gateway = gateway_, .clock = clock_, .ids = ids_}};
    ReconcilePayments reconcile_{{.store = store_, .queries = queries_, .gateway = gateway_, .clock = clock_}};
    persistence::Session ledger_;
};

/// Runs `work` in a process of its own and kills it as soon as `reached` says so.
void kill_when(const std::function<void()>& work, const std::function<bool()>& reached) {
    test::ChildProcess<char> child{[&](const auto&) { work(); }};
    while (!reached()) {
        REQUIRE_FALSE(child.has_ended());
        std::this_thread::yield();
    }
    child.kill();
}

std::string state_in(const std::filesystem::path& ledger) {
    try {
        persistence::Session session{{.file = ledger, .access = persistence::Session::Access::read_only}};
        const auto row = session.row<std::string>("SELECT state FROM charges");
        return row ? std::get<0>(*row) : std::string{};
    } catch (const persistence::DatabaseFailure&) {
        return {};
    }
}

}  // namespace

TEST_SUITE("billing/payments at the sandbox") {
    TEST_CASE(
        "each token ends as the contract says, in billing's books and in the gateway's, and again after a reversal") {
        struct Expected {
            std::string_view token;
            std::string_view published;
            std::string_view ledger;
            std::string_view ledger_after_reversal;
        };
        for (const auto& expected : std::to_array<Expected>({
                 {"tok_approve", "billing.payment_captured", "captured", "refunded"},
                 {"tok_decline", "billing.payment_declined", "declined", "declined"},
                 {"tok_flaky", "billing.payment_captured", "captured", "refunded"},
                 {"tok_unavailable", "billing.payment_unavailable", "attempted", "voided"},
                 {"tok_slow_20", "billing.payment_captured", "captured", "refunded"},
                 {"tok_slow_250", "billing.payment_captured", "captured", "refunded"},
                 {"tok_slow_60000", "billing.payment_unavailable", "pending", "voided"},
                 {"tok_lost", "billing.payment_captured", "captured", "refunded"},
             })) {
            CAPTURE(expected.token);
            const test::TemporaryFolder folder;
            BillingProcess billing{folder.path()};
            REQUIRE(billing.take(expected.token));
            CHECK(billing.last_published() == expected.published);
            CHECK(billing.ledger_state() == expected.ledger);

            REQUIRE(billing.reverse());
            CHECK(billing.last_published() == "billing.payment_reversed");
            CHECK(billing.ledger_state() == expected.ledger_after_reversal);
            REQUIRE(billing.take(expected.token));
            CHECK(billing.ledger_state() == expected.ledger_after_reversal);
        }
    }

    TEST_CASE("a worker killed after the money was taken: the message comes again and finds it, taken once") {
        const test::TemporaryFolder folder;
        const MessageId message{order.uuid()};
        const auto ledger = folder.path() / "sandbox-gateway.db";
        kill_when([&] { (void)BillingProcess{folder.path(), {.pause = 1h}}.take(message, "tok_lost"); },
                  [&] { return state_in(ledger) == "captured"; });

        BillingProcess restarted{folder.path()};
        CHECK(restarted.status() == PaymentStatus::requested);
        CHECK(restarted.last_published().empty());
        REQUIRE(restarted.take(message, "tok_lost"));
        CHECK(restarted.status() == PaymentStatus::captured);
        CHECK(restarted.last_published() == "billing.payment_captured");
    }

    TEST_CASE("a worker killed after the money was taken: the reconciler finds it") {
        const test::TemporaryFolder folder;
        const auto ledger = folder.path() / "sandbox-gateway.db";
        kill_when([&] { (void)BillingProcess{folder.path(), {.pause = 1h}}.take("tok_lost"); },
                  [&] { return state_in(ledger) == "captured"; });

        BillingProcess restarted{folder.path()};
        CHECK(restarted.reconcile()->resolved == 1);
        CHECK(restarted.last_published() == "billing.payment_captured");
    }

    TEST_CASE("a worker killed while it waits for a slow card: a reversal afterwards keeps the money where it is") {
        const test::TemporaryFolder folder;
        const auto ledger = folder.path() / "sandbox-gateway.db";
        kill_when([&] { (void)BillingProcess{folder.path(), {.gateway_timeout = 60s}}.take("tok_slow_60000"); },
                  [&] { return state_in(ledger) == "pending"; });

        BillingProcess restarted{folder.path()};
        REQUIRE(restarted.reverse());
        CHECK(restarted.status() == PaymentStatus::voided);
        CHECK(restarted.ledger_state() == "voided");
        CHECK(restarted.reconcile()->resolved == 0);
    }
}
