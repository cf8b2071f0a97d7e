#include "orion/resilience/bulkhead.hpp"

#include <utility>

namespace orion::resilience {

Bulkhead::Slot::Slot(Slot&& other) noexcept : bulkhead_{std::exchange(other.bulkhead_, nullptr)} {}

Bulkhead::Slot::~Slot() {
    if (bulkhead_ != nullptr) bulkhead_->leave();
}

std::optional<Bulkhead::Slot> Bulkhead::enter(Deadline deadline) {
    std::unique_lock lock{mutex_};
    const auto has_room = [this] { return counts_.under_way < options_.calls_max; };
    if (!has_room()) {
        bool room = false;
        if (counts_.waiting < options_.waiting_max) {
            ++counts_.waiting;
            room = left_.wait_until(lock, deadline.at(), has_room);
            --counts_.waiting;
        }
        if (!room) {
            ++counts_.refused;
            return std::nullopt;
        }
    }
    ++counts_.under_way;
    ++counts_.entered;
    return Slot{*this};
}

void Bulkhead::leave() {
    {
        const std::lock_guard lock{mutex_};
        --counts_.under_way;
    }
    left_.notify_one();
}

Bulkhead::Snapshot Bulkhead::snapshot() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

}  // namespace orion::resilience
