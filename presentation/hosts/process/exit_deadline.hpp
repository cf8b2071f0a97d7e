#pragma once

#include <chrono>
#include <thread>

namespace orion::hosts {

/// Ends the process with `exit_failure` if it is still there after `limit`: shutting down takes a bounded time,
/// whatever hangs. Destroying it in time calls that off.
class ExitDeadline {
public:
    explicit ExitDeadline(std::chrono::milliseconds limit);

private:
    std::jthread thread_;
};

}  // namespace orion::hosts
