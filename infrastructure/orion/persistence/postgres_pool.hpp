#pragma once

#include "orion/persistence/postgres_connection.hpp"
#include "orion/persistence/session.hpp"
#include "orion/resilience/retry.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace orion::persistence {

/// The connections of a process to one PostgreSQL database, opened when needed by a thread of its own, so that whoever
/// waits for one can give up in time. While the server cannot be reached nobody waits, and the thread keeps trying.
/// Thread-safe.
class PostgresPool {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    /// Throws CannotOpenDatabase unless a first connection is there within `options.patience`.
    explicit PostgresPool(const PostgresOptions& options);
    ~PostgresPool();
    PostgresPool(const PostgresPool&) = delete;
    PostgresPool& operator=(const PostgresPool&) = delete;

    /// A session in no transaction, on a connection that was sound a moment ago. Throws DatabaseUnavailable when there
    /// is none by the deadline.
    std::unique_ptr<Session> take(Deadline deadline);
    /// Keeps it, unless its connection is broken or too old.
    void give_back(std::unique_ptr<Session> session) noexcept;

    static detail::PostgresConnection& connection_of(Session& session);

private:
    void keep_opening();
    void open_first(std::chrono::milliseconds patience);
    std::unique_ptr<Session> open() const;
    bool is_down(Deadline now) const;

    const detail::PostgresLink link_;
    const std::size_t most_;
    const std::chrono::minutes lifetime_;

    std::mutex mutex_;
    std::condition_variable returned_;  ///< to those who wait for a connection
    std::condition_variable wanted_;    ///< to the thread that opens them
    std::vector<std::unique_ptr<Session>> idle_;
    std::size_t open_ = 0;     ///< idle, in use, being opened
    std::size_t waiting_ = 0;  ///< who wait for one
    int failures_ = 0;         ///< attempts to connect since the last that succeeded
    Deadline failing_since_{};
    resilience::GrowingPause pause_;  ///< between two such attempts
    bool stopping_ = false;
    std::thread opener_;
};

}  // namespace orion::persistence
