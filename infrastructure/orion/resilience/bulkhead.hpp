#pragma once

#include "orion/resilience/deadline.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

namespace orion::resilience {

struct BulkheadOptions {
    std::size_t calls_max;    ///< under way at a time
    std::size_t waiting_max;  ///< more are refused at once
};

/// Bounds how much of this process one destination can hold up: a slow one fills its own part and no other. First come
/// is not always first served. Thread-safe. Outlives its slots.
class Bulkhead {
public:
    explicit Bulkhead(const BulkheadOptions& options) : options_{options} {}
    Bulkhead(const Bulkhead&) = delete;
    Bulkhead& operator=(const Bulkhead&) = delete;

    /// A place, until it goes.
    class Slot {
    public:
        Slot(Slot&& other) noexcept;
        Slot& operator=(Slot&&) = delete;
        ~Slot();

    private:
        friend class Bulkhead;
        explicit Slot(Bulkhead& bulkhead) : bulkhead_{&bulkhead} {}
        Bulkhead* bulkhead_;
    };

    /// Nothing when it is full, and stays so until the deadline.
    std::optional<Slot> enter(Deadline deadline);

    struct Snapshot {
        std::size_t under_way;
        std::size_t waiting;
        std::uint64_t entered;
        std::uint64_t refused;
    };
    Snapshot snapshot() const;

private:
    void leave();

    const BulkheadOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable left_;
    Snapshot counts_{};
};

}  // namespace orion::resilience
