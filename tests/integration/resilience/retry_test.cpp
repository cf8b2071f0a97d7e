#include "orion/resilience/retry.hpp"

#include "support/fake_backoff.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace orion;
using namespace orion::resilience;
using namespace std::chrono_literals;

namespace {

const Time noon{12h};
Deadline far_away() { return Deadline::in(1h); }
bool is_transient(const Error& error) { return error.kind == ErrorKind::unavailable; }

/// Fails that often, then answers.
struct Destination {
    int failures;
    ErrorKind kind = ErrorKind::unavailable;
    int calls = 0;

    Result<int> call() {
        ++calls;
        if (calls > failures) return calls;
        return fail(kind, "database_unavailable", "Not now.");
    }
};

Result<int> ask(Destination& destination, test::FakeBackoff& backoff, Retries retries) {
    return retry(retries, backoff, [&] { return destination.call(); }, is_transient);
}

}  // namespace

TEST_SUITE("resilience/retry") {
    TEST_CASE("a call that fails for a moment is made again, after longer and longer pauses up to a limit") {
        Destination destination{.failures = 4};
        test::FakeBackoff backoff;

        const auto answer = ask(destination, backoff, Retries{{.retries = 5, .base = 50ms, .cap = 150ms}, far_away()});

        CHECK(answer == 5);
        CHECK(backoff.pauses == std::vector<std::chrono::milliseconds>{50ms, 100ms, 150ms, 150ms});
    }

    TEST_CASE("what fails too often fails") {
        Destination destination{.failures = 100};
        test::FakeBackoff backoff;

        const auto answer = ask(destination, backoff, Retries{{.retries = 3}, far_away()});

        CHECK_FALSE(answer);
        CHECK(destination.calls == 4);
    }

    TEST_CASE("a refusal is an answer and not asked for again") {
        Destination destination{.failures = 100, .kind = ErrorKind::conflict};
        test::FakeBackoff backoff;

        CHECK_FALSE(ask(destination, backoff, Retries{{}, far_away()}));

        CHECK(destination.calls == 1);
    }

    TEST_CASE("a process that stops does not try again") {
        Destination destination{.failures = 100};
        test::FakeBackoff backoff;
        backoff.stopping = true;

        CHECK_FALSE(ask(destination, backoff, Retries{{}, far_away()}));

        CHECK(destination.calls == 1);
    }

    TEST_CASE("no pause goes beyond the deadline, and none follows it") {
        Retries retries{{.retries = 9, .base = 100ms}, Deadline{noon + 130ms}};

        CHECK(retries.next(noon) == 100ms);
        CHECK(retries.next(noon + 100ms) == 30ms);
        CHECK(retries.next(noon + 130ms) == std::nullopt);
    }

    TEST_CASE("when most calls fail, retries are a tenth of the calls") {
        RetryBudget budget{10, 5};
        int retried = 0;
        for (int call = 0; call < 1000; ++call) {
            Retries retries{{}, Deadline{noon + 1h}, &budget};
            while (retries.next(noon)) ++retried;
        }

        CHECK(retried >= 100);
        CHECK(retried <= 105);
        CHECK(budget.snapshot().spent == static_cast<std::uint64_t>(retried));
        CHECK(budget.snapshot().refused > 800);
    }

    TEST_CASE("a random part is never more than the whole") {
        bool below_half = false;
        bool above_half = false;
        for (int i = 0; i < 1000; ++i) {
            const auto part = random_part(100ms);
            REQUIRE(part >= 0ms);
            REQUIRE(part <= 100ms);
            (part < 50ms ? below_half : above_half) = true;
        }
        CHECK(below_half);
        CHECK(above_half);
        CHECK(random_part(0ms) == 0ms);
    }

    TEST_CASE("a step has its own time-out, or what is left of the whole") {
        const Deadline deadline{noon + 250ms};
        CHECK(deadline.at_most(100ms, noon) == 100ms);
        CHECK(deadline.at_most(100ms, noon + 200ms) == 50ms);
        CHECK(deadline.at_most(100ms, noon + 1s) == 0ms);
        CHECK_FALSE(deadline.has_passed(noon));
        CHECK(deadline.has_passed(noon + 250ms));
    }
}
