#pragma once

#include "orion/messaging/consumer_options.hpp"
#include "orion/messaging/message_handling.hpp"
#include "orion/messaging/sql_queue.hpp"
#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace orion::messaging {

/// The consumer of SqlQueue. Any number of processes may run one of the same name. One thread claims, renews and
/// settles in batches, one listens for commits, the others handle.
class SqlMessageConsumer final : public MessageConsumer {
public:
    SqlMessageConsumer(persistence::Database& database, const Clock& clock, Log& log, MessageHandler& handler,
                       ConsumerOptions options);
    ~SqlMessageConsumer() override;
    void start() override;
    void stop() override;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Settled {
        Claim claim;
        Verdict verdict;
        std::string reason;
    };
    struct Held {
        int attempt;
        SteadyTime lease_end;
        SteadyTime handled_since = SteadyTime::max();
    };
    /// What one transaction of the keeper is to do.
    struct Round {
        std::vector<Settled> settled{};
        std::vector<Claim> returned{};
        std::map<std::int64_t, int> renewed{};  ///< seq to attempt
        int claims_max = 0;
    };

    void listen();
    void keep();
    void work();

    Round next_round();
    bool worth_a_transaction(const Round& round);
    bool carry_out(const Round& round);
    void settle(persistence::Session& session, const Settled& settled, Instant now);
    void take_up(Round round, bool succeeded, std::vector<Claim> claims, SteadyTime lease_end);
    void let_go(const Claim& claim);
    Settled handle(Claim claim);

    persistence::Database& database_;
    const Clock& clock_;
    Log& log_;
    MessageHandler& handler_;
    const ConsumerOptions options_;
    const SqlQueue queue_;

    std::mutex mutex_;
    std::condition_variable keeper_;
    std::condition_variable workers_;
    std::deque<Claim> ready_;
    std::map<std::int64_t, Held> held_;  ///< by seq: ready, in hand or not yet settled
    std::vector<Settled> finished_;
    bool news_ = false;
    bool stopping_ = false;
    bool workers_gone_ = false;
    SteadyTime wake_at_{};

    // Only for the keeper.
    std::vector<Claim> claimed_;
    Instant seen_clock_ = Instant::max();

    std::vector<std::thread> worker_threads_;
    std::thread keeper_thread_;
    std::thread listener_thread_;
};

}  // namespace orion::messaging
