#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/ports/log.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace orion::scheduling {

/// Something to do again and again.
struct Job {
    std::string name;
    std::chrono::milliseconds interval;  ///< from the end of one run to the start of the next, give or take a tenth
    /// Does a bounded part of what there is to do; what is left is for the next run. Returns how many things it did.
    std::function<Result<int>()> run;
    int batch = 0;  ///< a run that did this many has left some, and is due again at once; 0: never
};

/// When what is due next; knows no clock and no thread.
class Timetable {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// The first runs are spread over each job's interval, so that a start is not a storm. `draw(n)` is a random number
    /// from 0 to n.
    using Draw = std::function<std::chrono::milliseconds(std::chrono::milliseconds)>;
    Timetable(std::vector<std::chrono::milliseconds> intervals, Time now, Draw draw);

    /// The job that is due first. Precondition: there is one.
    std::size_t next() const;
    Time due(std::size_t job) const { return due_[job]; }
    enum class Left { nothing, some };
    /// After a run that ended at `now`.
    void done(std::size_t job, Time now, Left left);

private:
    std::vector<std::chrono::milliseconds> intervals_;
    std::vector<Time> due_;
    Draw draw_;
};

/// Runs jobs one after the other on a thread of its own. A failure, also an exception, is logged and the job runs again
/// at its next time. Each run has a correlation id of its own.
class Scheduler {
public:
    struct Ports {
        IdGenerator& ids;
        Log& log;
    };
    /// Starts at once.
    Scheduler(std::vector<Job> jobs, const Ports& ports);
    ~Scheduler() { stop(); }
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Returns when the job under way has ended; starts no other. May be called again.
    void stop();

private:
    void loop(const std::stop_token& stop);
    Timetable::Left run(const Job& job);

    std::vector<Job> jobs_;
    Ports ports_;
    std::jthread thread_;
};

}  // namespace orion::scheduling
