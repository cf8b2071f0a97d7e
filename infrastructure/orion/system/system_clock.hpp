#pragma once

#include "orion/ports/clock.hpp"

namespace orion::system {

/// The machine's wall clock, cut to milliseconds.
class SystemClock final : public Clock {
public:
    Instant now() const override;
};

}  // namespace orion::system
