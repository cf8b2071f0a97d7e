#pragma once

#include "orion/ports/backoff.hpp"

#include <stop_token>
#include <utility>

namespace orion::system {

/// Waits in this thread, a time between zero and the longest with equal chance, unless `stop` is requested.
class RandomBackoff final : public Backoff {
public:
    explicit RandomBackoff(std::stop_token stop) : stop_{std::move(stop)} {}
    bool pause(std::chrono::milliseconds longest) override;

private:
    std::stop_token stop_;
};

}  // namespace orion::system
