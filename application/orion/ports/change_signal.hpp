#pragma once

#include <chrono>
#include <cstdint>

namespace orion {

/// Tells that something was committed to a database, by this process or by another one. Take a mark, look at the
/// database, and wait for changes since the mark: none is missed. Thread-safe.
class ChangeSignal {
public:
    using Mark = std::uint64_t;

    virtual ~ChangeSignal() = default;
    virtual Mark mark() const = 0;

    /// Blocks until something was committed after `since` (true) or the deadline passed (false). It may return true
    /// without a reason.
    virtual bool wait(Mark since, std::chrono::steady_clock::time_point deadline) = 0;

    /// Makes everybody who waits return true at once, so that they can see that they are to stop.
    virtual void wake() = 0;
};

}  // namespace orion
