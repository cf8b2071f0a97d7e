#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace orion::resilience {

/// A moment of the clock that never goes back; lives no longer than the process.
using Time = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// What time it is. Thread-safe. Tests give one that they move themselves.
using Now = std::function<Time()>;

/// A part of the time given, from nothing to all of it. Thread-safe.
using Draw = std::function<Milliseconds(Milliseconds)>;

/// From 0 to `most`, each as likely. Thread-safe.
std::int64_t random_up_to(std::int64_t most);

/// Every part is as likely (full jitter), so that those who failed together do not come back together.
template <class Duration>
Duration random_part(Duration longest) {
    return Duration{random_up_to(longest.count())};
}

}  // namespace orion::resilience
