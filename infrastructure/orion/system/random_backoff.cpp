#include "orion/system/random_backoff.hpp"

#include "orion/system/interruptible_wait.hpp"

#include <random>

namespace orion::system {

bool RandomBackoff::pause(std::chrono::milliseconds longest) {
    static thread_local std::mt19937_64 dice{std::random_device{}()};
    std::uniform_int_distribution<std::chrono::milliseconds::rep> part{0, longest.count()};
    return wait_unless_stopped(stop_, std::chrono::milliseconds{part(dice)});
}

}  // namespace orion::system
