#pragma once

#include "orion/ports/clock.hpp"

#include <atomic>

namespace orion::test {

/// Stands still until a test moves it. Starts at 2026-01-31T09:30:00.000Z.
class FakeClock : public Clock {
public:
    Instant now() const override { return Instant{std::chrono::milliseconds{now_ms_.load()}}; }
    void advance(std::chrono::milliseconds by) { now_ms_ += by.count(); }
    void set(Instant instant) { now_ms_ = instant.time_since_epoch().count(); }

private:
    std::atomic<std::int64_t> now_ms_ = 1'769'851'800'000;
};

}  // namespace orion::test
