#pragma once

// For the .cpp files of this folder only: it shows the client library.

#include "orion/redis/redis_connection.hpp"
#include "orion/redis/redis_script.hpp"
#include "orion/resilience/bulkhead.hpp"
#include "orion/resilience/circuit_breaker.hpp"
#include "orion/resilience/retry.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orion::redis {

/// Connections to one Redis server, and what goes before and after every call: bulkhead, breaker, a second try when a
/// connection that lay idle is dead. Thread-safe.
class RedisPool {
public:
    using Welcome = std::function<void(RedisConnection&)>;

    /// Connects when it is first asked. `on_other_server` is called, one call at a time, with the first connection to a
    /// server that is another one than before or was started again; it may throw ConnectionLost.
    explicit RedisPool(RedisOptions options, Welcome on_other_server = [](RedisConnection&) {});

    /// The key of something of that kind: `PREFIXkind:name`.
    std::string key(std::string_view kind, std::string_view name) const;

    /// The answer to a script; nothing when there was none, or it was an error.
    Reply call(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys);

    struct Snapshot {
        std::uint64_t connects;
        std::uint64_t time_us;  ///< spent in all calls together
        resilience::CircuitBreaker::Snapshot breaker;
        resilience::Bulkhead::Snapshot calls;
        resilience::RetryBudget::Snapshot retries;
    };
    Snapshot snapshot() const;

private:
    using Connection = std::unique_ptr<RedisConnection>;

    Reply try_twice(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys);
    Connection take();
    void give_back(Connection connection);
    void forget_connections();
    Connection connect();

    const RedisOptions options_;
    const Welcome on_other_server_;
    resilience::CircuitBreaker breaker_;
    resilience::Bulkhead calls_;
    resilience::RetryBudget retry_budget_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
    bool was_connected_ = false;
    std::string server_;
    std::atomic<std::uint64_t> connects_ = 0, time_us_ = 0;
};

/// The server's answer to a script on this connection.
Reply run_script(RedisConnection& connection, const Script& script,
                 std::span<const std::string_view> keys_and_arguments, int keys);

}  // namespace orion::redis
