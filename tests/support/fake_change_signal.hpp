#pragma once

#include "orion/ports/change_signal.hpp"

#include <condition_variable>
#include <mutex>

namespace orion::test {

/// Signals when a test says so.
class FakeChangeSignal : public ChangeSignal {
public:
    Mark mark() const override {
        const std::lock_guard lock{mutex_};
        return changes_;
    }
    bool wait(Mark since, std::chrono::steady_clock::time_point deadline) override {
        std::unique_lock lock{mutex_};
        return changed_.wait_until(lock, deadline, [&] { return changes_ != since; });
    }
    void wake() override { commit(); }

    void commit() {
        {
            const std::lock_guard lock{mutex_};
            ++changes_;
        }
        changed_.notify_all();
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Mark changes_ = 0;
};

}  // namespace orion::test
