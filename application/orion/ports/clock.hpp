#pragma once

#include "orion/kernel/instant.hpp"

namespace orion {

/// What time it is, for records and deadlines that outlive the process. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

}  // namespace orion
