#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/log.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace orion::rest {

/// One thing that the process depends on, and how to try it: a real query, an error if it does not answer.
struct ReadinessProbe {
    std::string name;  ///< `database`, `broker`, `cache`
    std::function<Result<void>()> probe;
    bool essential = true;  ///< whether the process is of no use without it
};

struct ReadinessSettings {
    std::chrono::milliseconds interval{1000};
    std::chrono::milliseconds timeout{2000};  ///< a probe that runs longer counts as failed
};

/// Whether the process can do its work. Every probe runs on a thread of its own again and again, so that asking never
/// blocks, whatever hangs: an answer is at most an interval and a time-out old. The log tells why one fails, and when
/// it is well again. Thread-safe.
class Readiness {
public:
    /// Returns after every probe has answered once or run into its time-out.
    Readiness(std::vector<ReadinessProbe> probes, Log& log, ReadinessSettings settings = {});
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    /// Not ready from now on: so that balancers send nobody any more.
    void drain() { draining_ = true; }

    struct Check {
        std::string name;
        bool up;
        std::int64_t latency_ms;
    };
    struct Report {
        bool ready;
        std::vector<Check> checks;
    };
    Report report() const;

private:
    struct Watched;
    const ReadinessSettings settings_;
    std::atomic<bool> draining_ = false;
    std::vector<std::unique_ptr<Watched>> watched_;
};

}  // namespace orion::rest
