#include "orion/system/system_clock.hpp"

#include <chrono>

namespace orion::system {

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace orion::system
