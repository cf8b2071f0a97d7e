#include "orion/rest/readiness.hpp"

#include <exception>
#include <utility>

namespace orion::rest {

using Clock = std::chrono::steady_clock;

/// A probe, what it said last, and the thread that runs it.
struct Readiness::Watched {
    ReadinessProbe probe;
    Log& log;
    mutable std::mutex mutex;
    mutable std::condition_variable_any changed;
    std::optional<Clock::time_point> running_since;
    std::optional<bool> last_up;
    std::chrono::milliseconds last_latency{0};
    std::jthread thread;

    Watched(ReadinessProbe to_watch, Log& log_to, std::chrono::milliseconds interval)
        : probe{std::move(to_watch)}, log{log_to} {
        thread = std::jthread{[this, interval](const std::stop_token& stop) { watch(stop, interval); }};
    }

    void watch(const std::stop_token& stop, std::chrono::milliseconds interval) {
        while (!stop.stop_requested()) {
            const auto began = Clock::now();
            {
                const std::lock_guard lock{mutex};
                running_since = began;
            }
            const auto failure = try_it();
            tell(failure);
            std::unique_lock lock{mutex};
            running_since.reset();
            last_up = !failure;
            last_latency = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
            changed.notify_all();
            changed.wait_for(lock, stop, interval, [] { return false; });
        }
    }

    /// Why it failed, if it did.
    std::optional<std::string> try_it() const {
        try {
            auto outcome = probe.probe();
            if (outcome) return std::nullopt;
            return std::move(outcome).error().message;
        } catch (const std::exception& exception) {
            return exception.what();
        }
    }

    /// Once for each time that it changes. Only the watching thread writes `last_up`.
    void tell(const std::optional<std::string>& failure) const {
        if (failure && last_up.value_or(true))
            log.warning("a health check fails", {{"check", probe.name}, {"reason", *failure}});
        if (!failure && !last_up.value_or(true)) log.info("a health check is well again", {{"check", probe.name}});
    }

    Check check(std::chrono::milliseconds timeout) const {
        const std::lock_guard lock{mutex};
        auto latency = last_latency;
        bool in_time = true;
        if (running_since) {
            const auto running = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *running_since);
            in_time = running <= timeout;
            if (!in_time) latency = running;
        }
        return {.name = probe.name, .up = in_time && last_up.value_or(false), .latency_ms = latency.count()};
    }

    void wait_for_first(std::chrono::milliseconds timeout) const {
        std::unique_lock lock{mutex};
        changed.wait_for(lock, timeout, [this] { return last_up.has_value(); });
    }
};

Readiness::Readiness(std::vector<ReadinessProbe> probes, Log& log, ReadinessSettings settings) : settings_{settings} {
    for (auto& probe : probes) watched_.push_back(std::make_unique<Watched>(std::move(probe), log, settings_.interval));
    for (const auto& watched : watched_) watched->wait_for_first(settings_.timeout);
}

Readiness::~Readiness() = default;

Readiness::Report Readiness::report() const {
    Report report{.ready = !draining_, .checks = {}};
    for (const auto& watched : watched_) {
        report.checks.push_back(watched->check(settings_.timeout));
        report.ready = report.ready && (report.checks.back().up || !watched->probe.essential);
    }
    return report;
}

}  // namespace orion::rest
