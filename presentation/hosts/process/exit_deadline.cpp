#include "process/exit_deadline.hpp"

#include "orion/system/interruptible_wait.hpp"

#include "process/host_arguments.hpp"

#include <cstdio>
#include <cstdlib>

namespace orion::hosts {

ExitDeadline::ExitDeadline(std::chrono::milliseconds limit)
    : thread_{[limit](const std::stop_token& stop) {
          if (!system::wait_unless_stopped(stop, limit)) return;
          std::fputs("shutting down took too long\n", stderr);
          std::_Exit(exit_failure);
      }} {}

}  // namespace orion::hosts
