#pragma once

#include "orion/ports/change_signal.hpp"

#include <condition_variable>
#include <mutex>

namespace orion::persistence {

/// Hears of the commits of this process only.
class LocalChangeSignal : public ChangeSignal {
public:
    Mark mark() const override {
        const std::lock_guard lock{mutex_};
        return generation_;
    }
    bool wait(Mark since, std::chrono::steady_clock::time_point deadline) override {
        std::unique_lock lock{mutex_};
        return changed_.wait_until(lock, deadline, [&] { return generation_ != since; });
    }
    void wake() override {
        const std::lock_guard lock{mutex_};
        ++generation_;
        changed_.notify_all();
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Mark generation_ = 0;
};

}  // namespace orion::persistence
