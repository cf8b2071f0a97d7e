#include "orion/persistence/sqlite_change_signal.hpp"

#include <algorithm>

namespace orion::persistence {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

ChangeSignal::Mark SqliteChangeSignal::mark() const {
    const std::lock_guard lock{mutex_};
    return generation_;
}

void SqliteChangeSignal::committed() {
    const std::lock_guard lock{mutex_};
    ++generation_;
    changed_.notify_all();
}

bool SqliteChangeSignal::wait(Mark since, steady_clock::time_point deadline) {
    constexpr auto shortest = 2ms;
    constexpr auto longest = 8ms;
    auto pause = steady_clock::duration{shortest};
    std::unique_lock lock{mutex_};
    while (generation_ == since) {
        if (steady_clock::now() >= deadline) return false;
        if (somebody_asks_) {
            changed_.wait_until(lock, deadline);
            continue;
        }
        somebody_asks_ = true;
        lock.unlock();
        const bool changed = changed_elsewhere();
        lock.lock();
        if (changed)
            ++generation_;
        else
            changed_.wait_until(lock, std::min(deadline, steady_clock::now() + pause),
                                [&] { return generation_ != since; });
        pause = std::min<steady_clock::duration>(pause * 2, longest);
        somebody_asks_ = false;
        if (generation_ != since || steady_clock::now() >= deadline) changed_.notify_all();
    }
    return true;
}

/// A database that does not answer now is no news; whoever reads it next will find out.
bool SqliteChangeSignal::changed_elsewhere() {
    try {
        if (!session_) session_.emplace(Session::Options{.file = file_, .access = Session::Access::read_only});
        const auto version = std::get<0>(*session_->row<std::int64_t>("PRAGMA data_version"));
        return std::exchange(seen_version_, version) != version;
    } catch (const DatabaseFailure&) {
        return false;
    }
}

}  // namespace orion::persistence
