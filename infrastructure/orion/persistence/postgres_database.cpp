#include "orion/persistence/postgres_database.hpp"

#include "orion/persistence/postgres_change_signal.hpp"
#include "orion/persistence/postgres_error.hpp"
#include "orion/persistence/postgres_lead.hpp"
#include "orion/persistence/postgres_pool.hpp"
#include "orion/resilience/retry.hpp"

#include <thread>

namespace orion::persistence {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

/// Whoever lost a race runs it again, however many do: what bounds that is the time, and no budget.
constexpr resilience::RetryOptions reruns{.retries = 49, .base = 1ms, .cap = 50ms};

thread_local bool writing = false;

struct Writing {
    Writing() { writing = true; }
    ~Writing() { writing = false; }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
};

}  // namespace

class PostgresDatabase::Pool : public PostgresPool {
public:
    using PostgresPool::PostgresPool;
};

class PostgresDatabase::Leads : public PostgresLeads {
public:
    using PostgresLeads::PostgresLeads;
};

PostgresDatabase::PostgresDatabase(PostgresOptions options)
    : options_{std::move(options)},
      pool_{std::make_unique<Pool>(options_)},
      leads_{std::make_unique<Leads>(options_)},
      changes_{std::make_unique<PostgresChangeSignal>(options_)} {}

PostgresDatabase::~PostgresDatabase() = default;

Result<void> PostgresDatabase::write(const Transaction& transaction) {
    contract(!writing, "a transaction inside a transaction");
    contract(!is_reading(), "a write inside a read");
    const Writing scope;
    const auto deadline = steady_clock::now() + options_.write_timeout;
    try {
        for (resilience::Retries retries{reruns, resilience::Deadline{deadline}};;) {
            auto session = pool_->take(deadline);
            Result<void> outcome;
            const auto changes_before = session->total_changes();
            Attempt last = Attempt::unavailable;
            try {
                last = attempt(*session, transaction, outcome);
            } catch (...) {
                release(std::move(session));
                throw;
            }
            const bool changed = session->total_changes() != changes_before;
            release(std::move(session));
            if (last == Attempt::done) {
                if (outcome && changed) changes_->committed();
                return outcome;
            }
            const auto pause = last == Attempt::again ? retries.next() : std::nullopt;
            if (!pause) break;
            std::this_thread::sleep_for(resilience::random_part(std::chrono::microseconds{*pause}));
        }
    } catch (const DatabaseUnavailable&) {
        // No connection in time.
    }
    return std::unexpected{database_unavailable()};
}

PostgresDatabase::Attempt PostgresDatabase::attempt(Session& session, const Transaction& transaction,
                                                    Result<void>& outcome) {
    auto& connection = PostgresPool::connection_of(session);
    bool committing = false;
    try {
        connection.begin("BEGIN ISOLATION LEVEL REPEATABLE READ");
        outcome = transaction(session);
        if (!outcome) return Attempt::done;
        committing = true;
        connection.commit();
        return Attempt::done;
    } catch (const detail::RunAgain&) {
        return Attempt::again;
    } catch (const detail::ConnectionLost&) {
        // Nobody knows whether the server had committed before it went.
        return committing ? Attempt::unavailable : Attempt::again;
    } catch (const DatabaseUnavailable&) {
        return Attempt::unavailable;
    }
}

void PostgresDatabase::release(std::unique_ptr<Session> session) noexcept {
    PostgresPool::connection_of(*session).end();
    count(session->take_traffic());
    pool_->give_back(std::move(session));
}

std::unique_ptr<Session> PostgresDatabase::begin_reading(Extent extent) {
    contract(!writing, "a read inside a write");
    auto session = pool_->take(steady_clock::now() + options_.read_wait);
    auto& connection = PostgresPool::connection_of(*session);
    if (extent == Extent::moment)
        connection.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    else
        connection.begin_statement();
    return session;
}

void PostgresDatabase::end_reading(std::unique_ptr<Session> session, Extent) noexcept { release(std::move(session)); }

bool PostgresDatabase::may_read_again(Session& session) const {
    const auto& connection = PostgresPool::connection_of(session);
    return connection.is_broken() && !connection.was_answered();
}

ChangeSignal& PostgresDatabase::changes() { return *changes_; }

std::unique_ptr<Lead> PostgresDatabase::try_lead(std::string_view role) { return leads_->try_lead(role); }

}  // namespace orion::persistence
