#pragma once

#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"
#include "orion/ports/messages.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace orion::messaging {

struct RelayOptions {
    int batch = 100;
    std::chrono::milliseconds idle_poll{1000};     ///< safety net under the change signal
    std::chrono::milliseconds takeover_poll{200};  ///< how soon another process takes over from a killed one
};

/// Publishes what transactions left in the outbox of one database, in the order of their commits, and marks it as sent.
/// Of all relays of that database, in any process, one works at a time; the others stand by. A crash between publishing
/// and marking publishes again.
class OutboxRelay {
public:
    OutboxRelay(persistence::Database& database, EventPublisher& publisher, const Clock& clock, Log& log,
                RelayOptions options = {});
    ~OutboxRelay();
    OutboxRelay(const OutboxRelay&) = delete;
    OutboxRelay& operator=(const OutboxRelay&) = delete;

    void start();
    /// Finishes the batch in hand. Can be called twice.
    void stop();

private:
    void run();
    void move_while(persistence::Lead& lead);
    Result<std::size_t> move_batch();
    void pause(std::chrono::milliseconds duration);
    bool stopping();

    persistence::Database& database_;
    EventPublisher& publisher_;
    const Clock& clock_;
    Log& log_;
    const RelayOptions options_;

    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace orion::messaging
