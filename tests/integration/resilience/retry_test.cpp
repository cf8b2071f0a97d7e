#include "orion/resilience/retry.hpp"

#include <doctest/doctest.h>

using namespace orion::resilience;
using namespace std::chrono_literals;

namespace {

const Time noon{12h};

}  // namespace

TEST_SUITE("resilience/retry") {
    TEST_CASE("a call that fails for a moment is made again, after longer and longer pauses, until that was enough") {
        Retries retries{{.retries = 4, .base = 50ms, .cap = 150ms}, Deadline{noon + 1h}};

        for (const auto pause : {50ms, 100ms, 150ms, 150ms}) CHECK(retries.next(noon) == pause);
        CHECK_FALSE(retries.next(noon));
    }

    TEST_CASE("who tries until it works waits longer and longer, and begins anew after it did") {
        GrowingPause pause{100ms, 350ms};
        for (const auto expected : {100ms, 200ms, 350ms, 350ms}) CHECK(pause.next() == expected);

        pause.start_over();

        CHECK(pause.next() == 100ms);
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
        CHECK(random_part(-5ms) == 0ms);
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
