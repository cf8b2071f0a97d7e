#include "orion/scheduling/scheduler.hpp"

#include "orion/ports/trace_context.hpp"

#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <set>
#include <stdexcept>
#include <string>

using namespace orion;
using namespace std::chrono_literals;
using scheduling::Scheduler;
using scheduling::Timetable;
using Left = Timetable::Left;

namespace {

const Timetable::Time start{};
const auto always_longest = [](std::chrono::milliseconds longest) { return longest; };
const auto never = [](std::chrono::milliseconds) { return 0ms; };

struct Office {
    bool logged(std::string_view text) const {
        const auto lines = log.lines();
        return std::ranges::any_of(lines, [text](const auto& line) { return line.starts_with(text); });
    }

    test::FakeIdGenerator ids;
    test::FakeLog log;
};

}  // namespace

TEST_SUITE("scheduling/timetable") {
    TEST_CASE("the first runs are spread, so that a start is not a storm") {
        const Timetable timetable{{10s, 1s, 5s}, start, always_longest};
        CHECK(timetable.next() == 1);
        CHECK(timetable.due(0) == start + 10s);
    }

    TEST_CASE("a job comes again after its interval, give or take a tenth") {
        Timetable early{{10s}, start, never};
        early.done(0, start, Left::nothing);
        CHECK(early.due(0) == start + 9s);

        Timetable late{{10s}, start, always_longest};
        late.done(0, start, Left::nothing);
        CHECK(late.due(0) == start + 11s);
    }

    TEST_CASE("a job that left something behind comes again at once, but others have their turn") {
        Timetable timetable{{10s, 10s}, start, never};
        timetable.done(0, start + 5s, Left::some);
        CHECK(timetable.due(0) == start + 5s);
        CHECK(timetable.next() == 1);
    }
}

TEST_SUITE("scheduling/scheduler") {
    TEST_CASE("jobs run again and again, each run under an id of its own") {
        Office office;
        std::set<std::string> runs;
        std::latch three{3};
        Scheduler scheduler{{{.name = "tidy",
                              .interval = 1ms,
                              .run = [&]() -> Result<int> {
                                  if (runs.insert(current_trace().correlation_id).second && runs.size() <= 3)
                                      three.count_down();
                                  return 1;
                              }}},
                            {.ids = office.ids, .log = office.log}};
        three.wait();
        scheduler.stop();
        CHECK(runs.size() >= 3);
        CHECK(office.logged("job done job=tidy count=1"));
    }

    TEST_CASE("a job that fails or throws is told of and tried again, and harms no other") {
        Office office;
        std::atomic<int> throws = 0;
        std::latch seen{6};
        const auto count_to_two = [&seen](std::atomic<int>& runs) {
            if (++runs <= 2) seen.count_down();
        };
        std::atomic<int> failures = 0;
        std::atomic<int> works = 0;
        Scheduler scheduler{{{.name = "throws",
                              .interval = 1ms,
                              .run = [&]() -> Result<int> {
                                  count_to_two(throws);
                                  throw std::runtime_error{"no"};
                              }},
                             {.name = "fails",
                              .interval = 1ms,
                              .run = [&]() -> Result<int> {
                                  count_to_two(failures);
                                  return fail(ErrorKind::unavailable, "gateway_unavailable", "No answer.");
                              }},
                             {.name = "works",
                              .interval = 1ms,
                              .run = [&]() -> Result<int> {
                                  count_to_two(works);
                                  return 0;
                              }}},
                            {.ids = office.ids, .log = office.log}};
        seen.wait();
        scheduler.stop();
        CHECK(office.logged("job failed job=throws exception=no"));
        CHECK(office.logged("job failed job=fails code=gateway_unavailable"));
        CHECK_FALSE(office.logged("job done job=works"));
    }

    TEST_CASE("a job with more to do than fits in a run goes on at once") {
        Office office;
        std::atomic<int> left = 300;
        std::latch empty{1};
        Scheduler scheduler{{{.name = "purge",
                              .interval = 10ms,
                              .run = [&]() -> Result<int> {
                                  left -= 100;
                                  if (left == 0) empty.count_down();
                                  return left >= 0 ? 100 : 0;
                              },
                              .batch = 100}},
                            {.ids = office.ids, .log = office.log}};
        empty.wait();
        CHECK(office.logged("job done job=purge count=100"));
    }

    TEST_CASE("stopping waits for no interval") {
        Office office;
        const auto begun = std::chrono::steady_clock::now();
        {
            Scheduler idle{{}, {.ids = office.ids, .log = office.log}};
            Scheduler rare{{{.name = "rare", .interval = 24h, .run = [] { return Result<int>{0}; }}},
                           {.ids = office.ids, .log = office.log}};
            rare.stop();
            rare.stop();
        }
        CHECK(std::chrono::steady_clock::now() - begun < 10s);
    }
}
