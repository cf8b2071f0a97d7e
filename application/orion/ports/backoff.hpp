#pragma once

#include <chrono>

namespace orion {

/// Waiting between two tries of something outside. Thread-safe.
class Backoff {
public:
    virtual ~Backoff() = default;

    /// Waits a random part of `longest` (full jitter). False, at once, when the process is stopping: give up without
    /// drawing conclusions. With zero it only asks whether it is.
    virtual bool pause(std::chrono::milliseconds longest) = 0;
};

}  // namespace orion
