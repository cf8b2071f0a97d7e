#pragma once

#include "orion/messaging/sql_queue.hpp"
#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace orion::messaging {

struct ConsumerOptions {
    std::string name;  ///< as in the Topology
    int threads = 4;
    int prefetch = 32;  ///< messages held at once, in hand or next in line
    /// How long a killed process keeps its messages from the others. Held messages are renewed well before.
    std::chrono::milliseconds lease{10'000};
    std::chrono::milliseconds handling_max{120'000};  ///< a handler that takes longer loses its message to another
    /// Before the second attempt, the third, …; the last one repeats. Each is varied by half of itself.
    std::vector<std::chrono::milliseconds> retry_delays{std::chrono::seconds{1}, std::chrono::seconds{5},
                                                        std::chrono::seconds{30}, std::chrono::seconds{120}};
    int attempts_max = 5;
    std::chrono::milliseconds idle_poll{1000};  ///< safety net under the change signal
};

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
    enum class Verdict { done, again, never };
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
    std::chrono::milliseconds retry_delay(int attempt);

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
    std::minstd_rand jitter_{std::random_device{}()};

    std::vector<std::thread> worker_threads_;
    std::thread keeper_thread_;
    std::thread listener_thread_;
};

}  // namespace orion::messaging
