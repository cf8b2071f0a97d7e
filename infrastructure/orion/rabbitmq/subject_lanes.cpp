#include "orion/rabbitmq/subject_lanes.hpp"

#include <utility>

namespace orion::rabbitmq {

using std::chrono::steady_clock;

void SubjectLanes::add(Held held) {
    const std::lock_guard lock{mutex_};
    const auto lane = lanes_.try_emplace(held.message.envelope.subject).first;
    lane->second.waiting.push_back(std::move(held));
    if (lane->second.taken || lane->second.waiting.size() > 1) return;
    due_.emplace(steady_clock::now(), lane->first);
    changed_.notify_one();
}

std::optional<Held> SubjectLanes::take() {
    std::unique_lock lock{mutex_};
    while (!closed_) {
        if (due_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto first = due_.begin();
        if (const auto when = first->first; when > steady_clock::now()) {
            changed_.wait_until(lock, when);
            continue;
        }
        auto& lane = lanes_.find(first->second)->second;
        due_.erase(first);
        lane.taken = true;
        auto held = std::move(lane.waiting.front());
        lane.waiting.pop_front();
        return held;
    }
    return std::nullopt;
}

void SubjectLanes::finish(const Held& held) {
    const std::lock_guard lock{mutex_};
    release(lanes_.find(held.message.envelope.subject), steady_clock::now());
}

void SubjectLanes::again(Held held, Time when) {
    const std::lock_guard lock{mutex_};
    const auto lane = lanes_.find(held.message.envelope.subject);
    const bool is_void = held.connection != connection_;
    if (!is_void) lane->second.waiting.push_front(std::move(held));
    release(lane, is_void ? steady_clock::now() : when);
}

void SubjectLanes::release(Lanes::iterator lane, Time due) {
    lane->second.taken = false;
    if (lane->second.waiting.empty()) {
        lanes_.erase(lane);
        return;
    }
    due_.emplace(due, lane->first);
    changed_.notify_one();
}

void SubjectLanes::renew(std::uint64_t connection) {
    const std::lock_guard lock{mutex_};
    connection_ = connection;
    due_.clear();
    for (auto& [subject, lane] : lanes_) lane.waiting.clear();
    std::erase_if(lanes_, [](const auto& entry) { return !entry.second.taken; });
}

void SubjectLanes::close() {
    const std::lock_guard lock{mutex_};
    closed_ = true;
    changed_.notify_all();
}

}  // namespace orion::rabbitmq
