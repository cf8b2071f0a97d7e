#pragma once

#include "orion/ports/cache.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>

namespace orion::cache {

/// A cache in this process, bounded in bytes: what was not asked for the longest goes first.
class InProcessCache final : public Cache {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `bytes_max` counts keys and values. A text that is larger than that by itself is not kept.
    explicit InProcessCache(std::size_t bytes_max, std::function<Time()> now = std::chrono::steady_clock::now)
        : bytes_max_{bytes_max}, now_{std::move(now)} {}

    std::optional<std::string> get(std::string_view key) override;
    void put(std::string_view key, std::string value, std::chrono::milliseconds time_to_live) override;

private:
    struct Entry {
        std::string key;
        std::string value;
        Time dies_at;

        std::size_t bytes() const { return key.size() + value.size(); }
    };
    using Entries = std::list<Entry>;
    void forget(Entries::iterator entry);

    const std::size_t bytes_max_;
    const std::function<Time()> now_;
    std::mutex mutex_;
    Entries entries_;  ///< the one asked for last in front
    std::map<std::string_view, Entries::iterator> by_key_;
    std::size_t bytes_ = 0;
};

}  // namespace orion::cache
