#pragma once

#include "orion/rabbitmq/carried_message.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace orion::rabbitmq {

/// A message that the broker has handed over.
struct Held {
    CarriedMessage message;
    std::uint64_t tag;         ///< how the broker calls it
    std::uint64_t connection;  ///< the one it came through; the tag is void on any other
    int failures = 0;          ///< attempts in this process
    std::vector<std::string> history{};
};

/// Messages that wait for a thread: those of one subject one after the other, in their order. Thread-safe.
class SubjectLanes {
public:
    using Time = std::chrono::steady_clock::time_point;

    void add(Held held);
    /// The next message whose subject is free and whose time has come; waits for one. Nothing once closed.
    std::optional<Held> take();
    /// The message that was taken needs no more attempts: its subject is free.
    void finish(const Held& held);
    /// The message that was taken goes in front of its subject again, until `when`.
    void again(Held held, Time when);
    /// A new connection: what waits comes again through it. What was taken keeps its subject until it is finished.
    void renew(std::uint64_t connection);
    void close();

private:
    struct Lane {
        std::deque<Held> waiting{};
        bool taken = false;
    };
    using Lanes = std::map<std::string, Lane>;
    void release(Lanes::iterator lane, Time due);

    std::mutex mutex_;
    std::condition_variable changed_;
    Lanes lanes_;
    std::multimap<Time, std::string> due_;  ///< the subjects that are free and have something waiting
    std::uint64_t connection_ = 0;
    bool closed_ = false;
};

}  // namespace orion::rabbitmq
