#pragma once

#include "orion/ports/backoff.hpp"

#include <chrono>
#include <vector>

namespace orion::test {

/// Does not wait; remembers how long it might have.
class FakeBackoff : public Backoff {
public:
    bool pause(std::chrono::milliseconds longest) override {
        pauses.push_back(longest);
        return !stopping;
    }

    std::vector<std::chrono::milliseconds> pauses;
    bool stopping = false;
};

}  // namespace orion::test
