#include "orion/scheduling/scheduler.hpp"

#include "orion/ports/trace_context.hpp"
#include "orion/resilience/steady_time.hpp"
#include "orion/system/interruptible_wait.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace orion::scheduling {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::vector<milliseconds> intervals_of(const std::vector<Job>& jobs) {
    std::vector<milliseconds> intervals;
    for (const auto& job : jobs) intervals.push_back(job.interval);
    return intervals;
}

}  // namespace

Timetable::Timetable(std::vector<milliseconds> intervals, Time now, Draw draw)
    : intervals_{std::move(intervals)}, draw_{std::move(draw)} {
    for (const auto interval : intervals_) due_.push_back(now + draw_(interval));
}

std::size_t Timetable::next() const {
    contract(!due_.empty(), "there is a job");
    return static_cast<std::size_t>(std::ranges::min_element(due_) - due_.begin());
}

// Several processes with the same jobs must not fall into step: hence the random part.
void Timetable::done(std::size_t job, Time now, Left left) {
    const auto interval = intervals_[job];
    due_[job] = left == Left::some ? now : now + interval - interval / 10 + draw_(interval / 5);
}

Scheduler::Scheduler(std::vector<Job> jobs, const Ports& ports)
    : jobs_{std::move(jobs)}, ports_{ports}, thread_{[this](const std::stop_token& stop) { loop(stop); }} {}

void Scheduler::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::loop(const std::stop_token& stop) {
    if (jobs_.empty()) return;
    Timetable timetable{intervals_of(jobs_), steady_clock::now(), resilience::random_part<milliseconds>};
    for (;;) {
        const auto job = timetable.next();
        const auto wait = std::chrono::ceil<milliseconds>(timetable.due(job) - steady_clock::now());
        if (!system::wait_unless_stopped(stop, wait)) return;
        const auto left = run(jobs_[job]);
        timetable.done(job, steady_clock::now(), left);
    }
}

Timetable::Left Scheduler::run(const Job& job) {
    const TraceScope trace{
        {.correlation_id = ports_.ids.next<MessageId>().to_string(), .causation_id = "", .traceparent = ""}};
    const auto begun = steady_clock::now();
    const auto elapsed_ms = [begun] {
        return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun).count();
    };
    try {
        const auto count = job.run();
        if (!count)
            ports_.log.warning("job failed",
                               {{"job", job.name}, {"code", count.error().code.text()}, {"ms", elapsed_ms()}});
        else if (*count > 0)
            ports_.log.info("job done", {{"job", job.name}, {"count", *count}, {"ms", elapsed_ms()}});
        if (count && job.batch > 0 && *count >= job.batch) return Timetable::Left::some;
    } catch (const std::exception& exception) {
        ports_.log.error("job failed", {{"job", job.name}, {"exception", exception.what()}, {"ms", elapsed_ms()}});
    }
    return Timetable::Left::nothing;
}

}  // namespace orion::scheduling
