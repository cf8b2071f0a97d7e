#pragma once

#include "orion/resilience/steady_time.hpp"

#include <algorithm>

namespace orion::resilience {

/// Until when an answer is of use. Handed down: what a call asks of others has no more time than the call itself.
class Deadline {
public:
    explicit Deadline(Time at) : at_{at} {}
    static Deadline in(Milliseconds time, Time now = std::chrono::steady_clock::now()) { return Deadline{now + time}; }

    Time at() const { return at_; }
    bool has_passed(Time now = std::chrono::steady_clock::now()) const { return now >= at_; }
    /// Never negative.
    Milliseconds left(Time now = std::chrono::steady_clock::now()) const {
        return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(at_ - now));
    }
    /// The time-out of one step on the way: `longest`, or what is left.
    Milliseconds at_most(Milliseconds longest, Time now = std::chrono::steady_clock::now()) const {
        return std::min(longest, left(now));
    }

private:
    Time at_;
};

}  // namespace orion::resilience
