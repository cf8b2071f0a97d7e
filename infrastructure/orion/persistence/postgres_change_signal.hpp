#pragma once

#include "orion/persistence/local_change_signal.hpp"
#include "orion/persistence/postgres_connection.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace orion::persistence {

/// Commits of this process are announced with `committed`. A thread with a direct connection of its own tells other
/// processes of them, several at once, and hears of theirs (LISTEN and NOTIFY, by schema). NOTIFY inside the
/// transactions would have made them commit one after the other. While the connection is away everybody is woken now
/// and then.
class PostgresChangeSignal final : public LocalChangeSignal {
public:
    explicit PostgresChangeSignal(const PostgresOptions& options);
    ~PostgresChangeSignal() override;
    PostgresChangeSignal(const PostgresChangeSignal&) = delete;
    PostgresChangeSignal& operator=(const PostgresChangeSignal&) = delete;

    bool wait(Mark since, std::chrono::steady_clock::time_point deadline) override;
    void committed();

private:
    void start();
    void run();
    void listen();
    void tell(detail::PostgresConnection& connection);
    void rest(std::chrono::milliseconds time, int socket);

    const detail::PostgresLink link_;
    const std::string sender_;
    const int bell_;  ///< rung when there is something to tell, or to stop
    std::atomic<bool> to_tell_ = false;
    std::atomic<bool> stopping_ = false;
    std::once_flag started_;
    std::thread thread_;
};

}  // namespace orion::persistence
