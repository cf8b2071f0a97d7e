#pragma once

#include <chrono>
#include <functional>

namespace orion::resilience {

/// A moment of the clock that never goes back; lives no longer than the process.
using Time = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// What time it is. Thread-safe. Tests give one that they move themselves.
using Now = std::function<Time()>;

/// A part of the time given, from nothing to all of it. Thread-safe.
using Draw = std::function<Milliseconds(Milliseconds)>;

/// Every part is as likely (full jitter), so that those who failed together do not come back together.
Milliseconds random_part(Milliseconds longest);

}  // namespace orion::resilience
