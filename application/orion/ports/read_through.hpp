#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/cache.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace orion {

/// Answers from a cache, and makes what is not there. Thread-safe.
class ReadThrough {
public:
    virtual ~ReadThrough() = default;

    struct Answer {
        std::string value;
        bool is_stale;  ///< older than it should be; a fresher one could not be had in time
    };
    using Load = std::function<Result<CacheEntry>()>;

    /// However many ask for one key at a time, one of them runs `load`, on its own thread; the others wait for it. An
    /// error is not remembered (a loader may make an entry of it, with a short life). `unavailable` / `busy` when it
    /// takes too long; whatever `load` says when there is no answer that it could stand for.
    virtual Result<Answer> get(std::string_view key, const Load& load) = 0;
};

}  // namespace orion
