#include "orion/system/random_backoff.hpp"

#include "orion/resilience/steady_time.hpp"
#include "orion/system/interruptible_wait.hpp"

namespace orion::system {

bool RandomBackoff::pause(std::chrono::milliseconds longest) {
    return wait_unless_stopped(stop_, resilience::random_part(longest));
}

}  // namespace orion::system
