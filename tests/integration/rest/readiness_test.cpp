#include "orion/rest/readiness.hpp"

#include "support/fake_log.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

using namespace orion;
using rest::Readiness;
using test::FakeLog;

TEST_SUITE("rest/readiness") {
    TEST_CASE("a dependency that fails or hangs makes the shop not ready, and holds nobody up") {
        FakeLog log;
        std::promise<void> gate;
        auto opened = gate.get_future().share();
        Readiness readiness{{{"database", [] { return Result<void>{}; }},
                             {"broker", []() -> Result<void> { return fail(ErrorKind::unavailable, "down", ""); }},
                             {"cache",
                              [opened] {
                                  opened.wait();
                                  return Result<void>{};
                              }}},
                            log,
                            {.interval = std::chrono::hours{1}, .timeout = std::chrono::milliseconds{20}}};
        const auto report = readiness.report();
        gate.set_value();

        CHECK_FALSE(report.ready);
        CHECK(report.checks[0].up);
        CHECK_FALSE(report.checks[1].up);
        CHECK_FALSE(report.checks[2].up);
    }

    TEST_CASE("however many ask whether the shop is ready, each dependency is tried once") {
        FakeLog log;
        std::atomic<int> tried = 0;
        const Readiness readiness{{{"cache",
                                    [&] {
                                        ++tried;
                                        return Result<void>{};
                                    }}},
                                  log,
                                  {.interval = std::chrono::hours{1}}};
        for (int i = 0; i < 1000; ++i) CHECK(readiness.report().ready);
        CHECK(tried == 1);
    }

    TEST_CASE("what the shop can do without is told, and keeps nobody out") {
        FakeLog log;
        const Readiness readiness{{{.name = "database", .probe = [] { return Result<void>{}; }},
                                   {.name = "cache",
                                    .probe = []() -> Result<void> { return fail(ErrorKind::unavailable, "down", ""); },
                                    .essential = false}},
                                  log,
                                  {.interval = std::chrono::hours{1}}};
        const auto report = readiness.report();

        CHECK(report.ready);
        CHECK_FALSE(report.checks[1].up);
    }

    TEST_CASE("the log tells once why a dependency fails, and once that it is well again") {
        FakeLog log;
        std::atomic<int> tried = 0;
        std::promise<void> over;
        {
            const Readiness readiness{{{"database",
                                        [&]() -> Result<void> {
                                            const auto attempt = ++tried;
                                            if (attempt == 4) over.set_value();
                                            if (attempt == 2) throw std::runtime_error{"it is gone"};
                                            if (attempt < 3) return fail(ErrorKind::unavailable, "down", "it is away");
                                            return {};
                                        }}},
                                      log,
                                      {.interval = std::chrono::milliseconds{1}}};
            over.get_future().wait();
        }
        CHECK(log.lines() == std::vector<std::string>{"a health check fails check=database reason=it is away",
                                                      "a health check is well again check=database"});
    }
}
