#include "orion/system/interruptible_wait.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace orion::system {

bool wait_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds time) {
    if (time <= std::chrono::milliseconds{0} || stop.stop_requested()) return !stop.stop_requested();
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock{mutex};
    // Nothing but the request wakes it: the predicate stays false.
    wake.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

}  // namespace orion::system
