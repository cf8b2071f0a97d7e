#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace orion {

/// Remembers texts that are expensive to make, for a while. It may forget any of them at any time. Thread-safe.
class Cache {
public:
    virtual ~Cache() = default;

    /// Nothing if there is none, or it has outlived its time.
    virtual std::optional<std::string> get(std::string_view key) = 0;
    virtual void put(std::string_view key, std::string value, std::chrono::milliseconds time_to_live) = 0;
};

}  // namespace orion
