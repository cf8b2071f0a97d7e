#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion {

/// A text that was expensive to make, what it shows, and how long it may be shown.
struct CacheEntry {
    std::string value;
    std::vector<std::string> tags;        ///< a change of any of them ends it; short, no line breaks
    std::chrono::milliseconds fresh_for;  ///< from then on it is shown only when no fresher one can be had
    std::chrono::milliseconds keep_for;   ///< from then on it is gone; not less than `fresh_for`
};

/// Remembers entries for a while. It may forget any of them at any time, and what it cannot do it leaves undone: no
/// failure of a cache is one of the shop. Thread-safe; blocks for tens of milliseconds at most.
class Cache {
public:
    virtual ~Cache() = default;

    struct Lookup {
        std::optional<CacheEntry> entry;  ///< with the times that are left to it; `fresh_for` may be zero
        std::string mark;                 ///< for `put`; empty when the cache could not be asked
    };
    virtual Lookup find(std::string_view key) = 0;

    /// Keeps what was made after the lookup that gave `mark`; not if one of its tags changed since (it may show what
    /// was before the change), nor with an empty mark.
    virtual void put(std::string_view key, const CacheEntry& entry, std::string_view mark) = 0;

    /// Ends every entry that has one of these tags, also one that is being made now. False if that could not be done:
    /// then none of them may be believed until it is.
    virtual bool invalidate(const std::vector<std::string>& tags) = 0;
};

}  // namespace orion
