#include "orion/persistence/postgres_pool.hpp"

#include "orion/persistence/postgres_error.hpp"

namespace orion::persistence {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

detail::PostgresConnection& PostgresPool::connection_of(Session& session) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-static-cast-downcast): every session of a pool is opened by it.
    return static_cast<detail::PostgresConnection&>(session.connection());
}

namespace {

/// After a restart the processes of a shop do not come back all at once.
constexpr auto pause_min = 100ms;
constexpr auto pause_max = 1'000ms;

}  // namespace

PostgresPool::PostgresPool(const PostgresOptions& options)
    : link_{detail::PostgresLink::of(options, detail::PostgresLink::Purpose::pooled)},
      most_{options.pool},
      lifetime_{options.lifetime},
      pause_{pause_min, pause_max} {
    contract(most_ > 0, "a pool without connections");
    open_first(options.patience);
    opener_ = std::thread{[this] { keep_opening(); }};
}

PostgresPool::~PostgresPool() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wanted_.notify_all();
    opener_.join();
}

std::unique_ptr<Session> PostgresPool::open() const {
    return std::make_unique<Session>(std::make_unique<detail::PostgresConnection>(link_));
}

void PostgresPool::open_first(std::chrono::milliseconds patience) {
    const auto deadline = resilience::Deadline::in(patience);
    for (resilience::GrowingPause pause{pause_min, pause_max};;) {
        try {
            idle_.push_back(open());
            ++open_;
            return;
        } catch (const DatabaseUnavailable& unavailable) {
            if (deadline.has_passed()) throw CannotOpenDatabase{unavailable.what()};
        }
        std::this_thread::sleep_for(deadline.at_most(resilience::random_part(pause.next())));
    }
}

bool PostgresPool::is_down(Deadline now) const { return failures_ > 1 && now - failing_since_ > 500ms; }

std::unique_ptr<Session> PostgresPool::take(Deadline deadline) {
    std::vector<std::unique_ptr<Session>> broken;  // Closed after the lock is free.
    std::unique_lock lock{mutex_};
    while (true) {
        while (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            if (connection_of(*session).is_sound()) return session;
            broken.push_back(std::move(session));
            --open_;
        }
        const auto now = steady_clock::now();
        if (is_down(now)) throw DatabaseUnavailable{"the database cannot be reached"};
        if (now >= deadline) throw DatabaseUnavailable{"all connections are in use"};
        ++waiting_;
        wanted_.notify_one();
        returned_.wait_until(lock, deadline);
        --waiting_;
    }
}

void PostgresPool::give_back(std::unique_ptr<Session> session) noexcept {
    auto& connection = connection_of(*session);
    const bool keep = !connection.is_broken() && steady_clock::now() < connection.opened_at() + lifetime_;
    if (!keep) session.reset();
    const std::lock_guard lock{mutex_};
    if (keep)
        idle_.push_back(std::move(session));
    else
        --open_;
    if (waiting_ > 0) {
        returned_.notify_one();
        if (!keep) wanted_.notify_one();
    }
}

void PostgresPool::keep_opening() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        wanted_.wait(lock,
                     [this] { return stopping_ || ((waiting_ > idle_.size() || failures_ > 0) && open_ < most_); });
        if (stopping_) return;
        ++open_;
        const auto begin = steady_clock::now();
        std::unique_ptr<Session> session;
        lock.unlock();
        try {
            session = open();
        } catch (const DatabaseFailure&) {
            session = nullptr;
        }
        lock.lock();
        if (session) {
            failures_ = 0;
            pause_.start_over();
            idle_.push_back(std::move(session));
            returned_.notify_one();
            continue;
        }
        --open_;
        if (failures_++ == 0) failing_since_ = begin;
        if (is_down(steady_clock::now())) returned_.notify_all();
        wanted_.wait_for(lock, resilience::random_part(pause_.next()), [this] { return stopping_; });
    }
}

}  // namespace orion::persistence
