#include "orion/payments/sandbox_payment_gateway.hpp"

#include "orion/system/random_backoff.hpp"
#include "orion/system/system_clock.hpp"

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::billing;
using namespace std::chrono_literals;
using payments::SandboxPaymentGateway;
using payments::SandboxToken;

namespace {

const Money five_pounds{500, *Currency::parse("GBP")};

struct Sandbox {
    Result<ChargeAnswer> charge(const char* token, const std::string& key = "order-1") {
        return gateway.charge({.key = key, .amount = five_pounds, .token = Secret{token}});
    }

    /// Reads the ledger as an outside check would.
    std::string state_of(const std::string& key) const {
        persistence::Session session{{.file = file, .access = persistence::Session::Access::read_only}};
        const auto row = session.row<std::string>("SELECT state FROM charges WHERE key = :1", key);
        return row ? std::get<0>(*row) : "";
    }

    std::int64_t attempts_of(const std::string& key) const {
        persistence::Session session{{.file = file, .access = persistence::Session::Access::read_only}};
        return std::get<0>(*session.row<std::int64_t>("SELECT attempts FROM charges WHERE key = :1", key));
    }

    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "sandbox-gateway.db";
    system::SystemClock clock;
    std::stop_source stop;
    SandboxPaymentGateway gateway{{.ledger = file, .timeout = 200ms}, clock, stop.get_token()};
};

bool is_unanswered(const Result<ChargeAnswer>& answer) {
    return !answer && answer.error().kind == ErrorKind::unavailable;
}

}  // namespace

TEST_SUITE("payments/sandbox_token") {
    TEST_CASE("the sandbox knows its tokens and no others") {
        for (const auto* token :
             {"tok_approve", "tok_decline", "tok_flaky", "tok_unavailable", "tok_lost", "tok_slow_0", "tok_slow_60000"})
            CHECK_MESSAGE(SandboxToken::parse(token), token);
        for (const auto* token :
             {"", "tok_", "approve", "tok_approve ", "TOK_APPROVE", "tok_slow", "tok_slow_", "tok_slow_-1",
              "tok_slow_+1", "tok_slow_1.5", "tok_slow_1x", "tok_slow_60001", "tok_slow_99999999999999"})
            CHECK_MESSAGE(!SandboxToken::parse(token), token);
    }
}

TEST_SUITE("payments/sandbox_payment_gateway") {
    TEST_CASE("an approved charge is in the ledger once, however often it is asked for") {
        Sandbox sandbox;
        for (int copy = 0; copy < 10; ++copy) CHECK(sandbox.charge("tok_approve") == ChargeAnswer::captured);
        CHECK(sandbox.state_of("order-1") == "captured");
        CHECK(sandbox.attempts_of("order-1") == 10);
    }

    TEST_CASE("a decline stays a decline, and an unknown token is declined") {
        Sandbox sandbox;
        CHECK(sandbox.charge("tok_decline") == ChargeAnswer::declined);
        CHECK(sandbox.charge("tok_decline") == ChargeAnswer::declined);
        CHECK(sandbox.charge("tok_nonsense", "order-2") == ChargeAnswer::declined);
        CHECK(sandbox.state_of("order-1") == "declined");
    }

    TEST_CASE("a flaky card fails twice, also across a restart, then is charged") {
        Sandbox sandbox;
        CHECK(is_unanswered(sandbox.charge("tok_flaky")));
        SandboxPaymentGateway restarted{{.ledger = sandbox.file}, sandbox.clock, {}};
        const Charge again{.key = "order-1", .amount = five_pounds, .token = Secret{"tok_flaky"}};
        CHECK(is_unanswered(restarted.charge(again)));
        CHECK(sandbox.state_of("order-1") == "attempted");
        CHECK(restarted.charge(again) == ChargeAnswer::captured);
    }

    TEST_CASE("an unavailable gateway never takes anything") {
        Sandbox sandbox;
        for (int i = 0; i < 5; ++i) CHECK(is_unanswered(sandbox.charge("tok_unavailable")));
        CHECK(*sandbox.gateway.find("order-1") == std::optional<ChargeAnswer>{});
        CHECK(sandbox.gateway.reverse("order-1") == Reversal::nothing_taken);
        CHECK(sandbox.state_of("order-1") == "voided");
    }

    TEST_CASE("a lost answer is found by asking again, or by looking it up") {
        Sandbox sandbox;
        CHECK(is_unanswered(sandbox.charge("tok_lost")));
        CHECK(sandbox.state_of("order-1") == "captured");
        CHECK(*sandbox.gateway.find("order-1") == ChargeAnswer::captured);
        CHECK(sandbox.charge("tok_lost") == ChargeAnswer::captured);
    }

    TEST_CASE("a slow card is charged at the end of its delay") {
        Sandbox sandbox;
        const auto begun = std::chrono::steady_clock::now();
        CHECK(sandbox.charge("tok_slow_30") == ChargeAnswer::captured);
        CHECK(std::chrono::steady_clock::now() - begun >= 29ms);
    }

    TEST_CASE("whoever gives up on a slow card and asks again waits for the rest of the delay") {
        Sandbox sandbox;
        CHECK(is_unanswered(sandbox.charge("tok_slow_300")));
        CHECK(sandbox.state_of("order-1") == "pending");
        CHECK(sandbox.charge("tok_slow_300") == ChargeAnswer::captured);
    }

    TEST_CASE("a slow card reversed before its end is never charged") {
        Sandbox sandbox;
        std::jthread caller{[&sandbox] { CHECK(sandbox.charge("tok_slow_150") == ChargeAnswer::declined); }};
        while (sandbox.state_of("order-1") != "pending") std::this_thread::yield();
        CHECK(sandbox.gateway.reverse("order-1") == Reversal::voided);
        caller.join();
        CHECK(sandbox.state_of("order-1") == "voided");
    }

    TEST_CASE("a captured charge is refunded once, and its key is worn out") {
        Sandbox sandbox;
        REQUIRE(sandbox.charge("tok_approve"));
        for (int copy = 0; copy < 3; ++copy) CHECK(sandbox.gateway.reverse("order-1") == Reversal::refunded);
        CHECK(sandbox.charge("tok_approve") == ChargeAnswer::declined);
        CHECK(sandbox.state_of("order-1") == "refunded");
    }

    TEST_CASE("a reversal that comes first refuses the charge that follows") {
        Sandbox sandbox;
        CHECK(sandbox.gateway.reverse("order-1") == Reversal::nothing_taken);
        CHECK(sandbox.charge("tok_approve") == ChargeAnswer::declined);
        CHECK(sandbox.state_of("order-1").empty());
    }

    TEST_CASE("one key serves one amount") {
        Sandbox sandbox;
        REQUIRE(sandbox.charge("tok_approve"));
        CHECK(is_unanswered(sandbox.gateway.charge(
            {.key = "order-1", .amount = Money{501, five_pounds.currency()}, .token = Secret{"tok_approve"}})));
    }

    TEST_CASE("slow calls neither hold up others nor a shutdown") {
        Sandbox sandbox;
        SandboxPaymentGateway patient{
            {.ledger = sandbox.file, .timeout = 60s}, sandbox.clock, sandbox.stop.get_token()};
        std::atomic<int> unanswered = 0;
        {
            std::vector<std::jthread> callers;
            for (int i = 0; i < 16; ++i)
                callers.emplace_back([&, i] {
                    const auto answer = patient.charge(
                        {.key = "slow-" + std::to_string(i), .amount = five_pounds, .token = Secret{"tok_slow_60000"}});
                    unanswered += is_unanswered(answer) ? 1 : 0;
                });
            for (int i = 0; i < 20; ++i) CHECK(sandbox.charge("tok_approve", "quick-" + std::to_string(i)));
            sandbox.stop.request_stop();
        }
        CHECK(unanswered == 16);
    }

    TEST_CASE("many threads of two processes' worth of gateways take the money of one order once") {
        Sandbox sandbox;
        SandboxPaymentGateway other{{.ledger = sandbox.file}, sandbox.clock, {}};
        {
            std::vector<std::jthread> callers;
            for (int i = 0; i < 8; ++i)
                callers.emplace_back([&, i] {
                    auto& gateway = i % 2 == 0 ? sandbox.gateway : other;
                    for (int copy = 0; copy < 5; ++copy)
                        CHECK(
                            gateway.charge({.key = "order-1", .amount = five_pounds, .token = Secret{"tok_approve"}}) ==
                            ChargeAnswer::captured);
                });
        }
        CHECK(sandbox.attempts_of("order-1") == 40);
    }

    TEST_CASE("what was answered before a kill -9 is in the ledger after it") {
        test::TemporaryFolder folder;
        const auto file = folder.path() / "sandbox-gateway.db";
        test::ChildProcess<char> child{[&file](const auto& answered) {
            const system::SystemClock clock;
            SandboxPaymentGateway gateway{{.ledger = file}, clock, {}};
            for (int i = 0;; ++i) {
                const Charge charge{.key = std::to_string(i), .amount = five_pounds, .token = Secret{"tok_approve"}};
                if (!gateway.charge(charge)) throw std::runtime_error{"the gateway refused"};
                answered('1');
            }
        }};
        int answered = 0;
        while (answered < 20 && child.next()) ++answered;
        child.kill();
        while (child.next()) ++answered;

        const system::SystemClock clock;
        SandboxPaymentGateway survivor{{.ledger = file}, clock, {}};
        REQUIRE(answered >= 20);
        for (int i = 0; i < answered; ++i) CHECK(*survivor.find(std::to_string(i)) == ChargeAnswer::captured);
    }
}

TEST_SUITE("system/random_backoff") {
    TEST_CASE("a pause never outlasts its limit and ends at once when the process stops") {
        std::stop_source stop;
        system::RandomBackoff backoff{stop.get_token()};
        CHECK(backoff.pause(2ms));
        CHECK(backoff.pause(0ms));
        std::jthread stopper{[&stop] { stop.request_stop(); }};
        while (backoff.pause(1h)) {
        }
        CHECK_FALSE(backoff.pause(0ms));
    }
}
