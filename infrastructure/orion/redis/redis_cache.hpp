#pragma once

#include "orion/ports/cache.hpp"
#include "orion/redis/redis_options.hpp"
#include "orion/resilience/bulkhead.hpp"
#include "orion/resilience/circuit_breaker.hpp"
#include "orion/resilience/retry.hpp"

#include <cstdint>
#include <memory>

namespace orion::redis {

/// A cache on a Redis server (6.2 or later, no cluster) that processes share. It asks for little: its user needs no
/// more than `~PREFIX*` with `+@read +@write +@connection +eval +evalsha +info +role`; without INFO or ROLE it works
/// too, but notices a server that lost what it knew, or may not be written to, later.
///
/// Redis slow, away, read-only or refusing: `find` finds nothing and `invalidate` says so, each within two connect and
/// answer time-outs, and at once while the breaker is open. A server that is another one than before, or was started
/// again, may have forgotten changes: everything cached there ends.
class RedisCache final : public Cache {
public:
    /// Connects when it is first asked.
    explicit RedisCache(RedisOptions options);
    ~RedisCache() override;

    Lookup find(std::string_view key) override;
    void put(std::string_view key, const CacheEntry& entry, std::string_view mark) override;
    bool invalidate(const std::vector<std::string>& tags) override;

    struct Snapshot {
        std::uint64_t hits;
        std::uint64_t misses;
        std::uint64_t puts;
        std::uint64_t connects;
        std::uint64_t time_us;  ///< spent in all calls together
        resilience::CircuitBreaker::Snapshot breaker;
        resilience::Bulkhead::Snapshot calls;
        resilience::RetryBudget::Snapshot retries;  ///< on a fresh connection, because an idle one was closed
    };
    Snapshot snapshot() const;

private:
    class Pool;
    const std::unique_ptr<Pool> pool_;
};

}  // namespace orion::redis
