#include "orion/messaging/sql_message_consumer.hpp"

#include "orion/persistence/read_committed.hpp"

#include <algorithm>
#include <utility>

namespace orion::messaging {

using namespace std::chrono_literals;
using persistence::Session;
using std::chrono::steady_clock;

namespace {

constexpr auto failure_pause = 200ms;

}  // namespace

SqlMessageConsumer::SqlMessageConsumer(persistence::Database& database, const Clock& clock, Log& log,
                                       MessageHandler& handler, ConsumerOptions options)
    : database_{database},
      clock_{clock},
      log_{log},
      handler_{handler},
      options_{std::move(options)},
      queue_{options_.name} {}

SqlMessageConsumer::~SqlMessageConsumer() { stop(); }

void SqlMessageConsumer::start() {
    contract(!keeper_thread_.joinable(), "a consumer is started once");
    for (int i = 0; i < options_.threads; ++i) worker_threads_.emplace_back([this] { work(); });
    keeper_thread_ = std::thread{[this] { keep(); }};
    listener_thread_ = std::thread{[this] { listen(); }};
}

void SqlMessageConsumer::stop() {
    if (!keeper_thread_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    workers_.notify_all();
    database_.changes().wake();
    for (auto& worker : worker_threads_) worker.join();
    listener_thread_.join();
    {
        const std::lock_guard lock{mutex_};
        workers_gone_ = true;
    }
    keeper_.notify_one();
    keeper_thread_.join();
}

/// The keeper waits for its workers; this thread waits for the database on its behalf.
void SqlMessageConsumer::listen() {
    auto& changes = database_.changes();
    for (;;) {
        const auto mark = changes.mark();
        {
            const std::lock_guard lock{mutex_};
            if (stopping_) return;
            news_ = true;
        }
        keeper_.notify_one();
        changes.wait(mark, steady_clock::now() + options_.idle_poll);
    }
}

void SqlMessageConsumer::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        workers_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
        if (stopping_) return;
        auto claim = std::move(ready_.front());
        ready_.pop_front();
        const auto held = held_.find(claim.seq);
        if (held == held_.end() || held->second.attempt != claim.attempt) continue;
        // After a long sleep of this process the message may be somebody else's.
        if (held->second.lease_end <= steady_clock::now()) {
            held_.erase(held);
            continue;
        }
        held->second.handled_since = steady_clock::now();
        lock.unlock();
        auto settled = handle(std::move(claim));
        lock.lock();
        finished_.push_back(std::move(settled));
        keeper_.notify_one();
    }
}

SqlMessageConsumer::Settled SqlMessageConsumer::handle(Claim claim) {
    // Its earlier attempts may have killed the process: nobody was left to count them as failures.
    if (claim.attempt > options_.attempts_max)
        return {std::move(claim), Verdict::never, "lost in hand " + std::to_string(options_.attempts_max) + " times"};
    auto handled = handle_message(handler_, log_, options_, {claim.message, claim.attempt},
                                  claim.attempt >= options_.attempts_max);
    return {std::move(claim), handled.verdict, std::move(handled.reason)};
}

void SqlMessageConsumer::keep() {
    bool succeeded = true;
    for (bool last = false; !last;) {
        std::unique_lock lock{mutex_};
        if (!succeeded) keeper_.wait_for(lock, failure_pause, [this] { return workers_gone_; });
        keeper_.wait_until(lock, wake_at_, [this] {
            const bool room = std::cmp_less(held_.size(), options_.prefetch);
            return workers_gone_ || !finished_.empty() || (news_ && room && !stopping_);
        });
        last = workers_gone_;
        auto round = next_round();
        lock.unlock();
        const auto lease_end = steady_clock::now() + options_.lease;
        succeeded = !worth_a_transaction(round) || carry_out(round);
        take_up(std::move(round), succeeded, std::exchange(claimed_, {}), lease_end);
    }
}

SqlMessageConsumer::Round SqlMessageConsumer::next_round() {
    const auto now = steady_clock::now();
    Round round;
    round.settled = std::exchange(finished_, {});
    const bool time_to_renew = std::ranges::any_of(
        held_, [&](const auto& entry) { return entry.second.lease_end - now < options_.lease / 2; });
    for (const auto& [seq, held] : held_) {
        const bool hangs = held.handled_since != SteadyTime::max() && now - held.handled_since > options_.handling_max;
        if (time_to_renew && !hangs) round.renewed.emplace(seq, held.attempt);
    }
    if (workers_gone_) {
        round.returned.assign(std::make_move_iterator(ready_.begin()), std::make_move_iterator(ready_.end()));
        ready_.clear();
    }
    if (!stopping_) round.claims_max = options_.prefetch - static_cast<int>(held_.size() - round.settled.size());
    news_ = false;
    wake_at_ = now + options_.idle_poll;
    if (!held_.empty()) wake_at_ = std::min(wake_at_, now + options_.lease / 3);
    return round;
}

/// An empty transaction for every commit that concerns others would be a commit that wakes others.
bool SqlMessageConsumer::worth_a_transaction(const Round& round) {
    if (!round.settled.empty() || !round.returned.empty() || !round.renewed.empty()) return true;
    if (round.claims_max <= 0) return false;
    const auto next =
        database_.query([&](Session& session) -> Result<std::optional<Instant>> { return queue_.next_ready(session); });
    if (!next || !*next) return false;
    const auto now = clock_.now();
    if (**next <= now || now < seen_clock_) return true;
    const std::lock_guard lock{mutex_};
    wake_at_ = std::min(wake_at_, steady_clock::now() + (**next - now));
    return false;
}

bool SqlMessageConsumer::carry_out(const Round& round) {
    try {
        const auto outcome = database_.write([&](Session& session) -> Result<void> {
            persistence::use_latest_rows(session);
            const auto now = clock_.now();
            claimed_.clear();
            for (const auto& settled : round.settled) settle(session, settled, now);
            for (const auto& claim : round.returned) queue_.release(session, claim, now);
            for (const auto& [seq, attempt] : round.renewed) queue_.renew(session, seq, attempt, now + options_.lease);
            if (now < seen_clock_)
                queue_.limit_delays(session, now,
                                    now + 2 * std::max(options_.lease, std::ranges::max(options_.retry_delays)));
            seen_clock_ = now;
            if (round.claims_max > 0) claimed_ = queue_.claim(session, now, now + options_.lease, round.claims_max);
            return {};
        });
        if (outcome) return true;
        log_.warning("queue not reachable", {{"consumer", options_.name}, {"code", outcome.error().code.text()}});
    } catch (const std::exception& exception) {
        log_.error("queue failed", {{"consumer", options_.name}, {"reason", exception.what()}});
    }
    claimed_.clear();
    return false;
}

void SqlMessageConsumer::settle(Session& session, const Settled& settled, Instant now) {
    switch (settled.verdict) {
        case Verdict::done:
            queue_.acknowledge(session, settled.claim, now);
            break;
        case Verdict::again:
            queue_.retry(session, settled.claim, settled.reason, now,
                         now + retry_delay(options_, settled.claim.attempt));
            break;
        case Verdict::never:
            queue_.bury(session, settled.claim, settled.reason, now);
            break;
    }
}

void SqlMessageConsumer::take_up(Round round, bool succeeded, std::vector<Claim> claims, SteadyTime lease_end) {
    const std::lock_guard lock{mutex_};
    if (!succeeded) {
        // What is not settled stays held, and is settled by a later round.
        finished_.insert(finished_.end(), std::make_move_iterator(round.settled.begin()),
                         std::make_move_iterator(round.settled.end()));
        return;
    }
    for (const auto& settled : round.settled) let_go(settled.claim);
    for (const auto& claim : round.returned) let_go(claim);
    for (const auto& [seq, attempt] : round.renewed)
        if (const auto held = held_.find(seq); held != held_.end()) held->second.lease_end = lease_end;
    if (std::cmp_equal(claims.size(), round.claims_max)) news_ = true;
    for (auto& claim : claims) {
        held_.insert_or_assign(claim.seq, Held{.attempt = claim.attempt, .lease_end = lease_end});
        ready_.push_back(std::move(claim));
        workers_.notify_one();
    }
}

/// Unless this process has claimed the message anew.
void SqlMessageConsumer::let_go(const Claim& claim) {
    const auto held = held_.find(claim.seq);
    if (held != held_.end() && held->second.attempt == claim.attempt) held_.erase(held);
}

}  // namespace orion::messaging
