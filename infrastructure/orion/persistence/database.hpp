#pragma once

#include "orion/kernel/result.hpp"
#include "orion/persistence/session.hpp"
#include "orion/ports/change_signal.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>

namespace orion::persistence {

namespace detail {
template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;
}  // namespace detail

/// `unavailable`/`database_unavailable`
Error database_unavailable();

/// Leadership in a role, held until this is destroyed. For one thread.
class Lead {
public:
    Lead() = default;
    virtual ~Lead() = default;
    Lead(const Lead&) = delete;
    Lead& operator=(const Lead&) = delete;

    /// False once it was lost: somebody else may lead by now.
    virtual bool held() = 0;
};

/// A database of Orion, of either kind. Thread-safe. Its destructor finishes what was begun.
class Database {
public:
    using Transaction = std::function<Result<void>(Session&)>;

    Database() = default;
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `transaction` under the caller's TraceContext: an error or an exception undoes it alone and is handed to
    /// the caller. What it read is still so when it commits, and the commit is durable when `write` returns. It may be
    /// run several times, of which one counts. `unavailable` when the database does not answer in time: nothing was
    /// changed then, unless its answer to the commit itself was lost. Who repeats a request after `unavailable`
    /// therefore needs what tells a repeat from a new one: an idempotency key, the inbox. Calling `write`, `read` or
    /// `query` inside is a contract violation.
    virtual Result<void> write(const Transaction& transaction) = 0;

    /// Returns `f(session)`, run on this thread in a read-only transaction: everything it sees belongs to one moment.
    /// Inside another `read` of this database it continues that one. If the database does not answer in time:
    /// `unavailable` where `f` returns a Result, otherwise DatabaseUnavailable is thrown. `f` may be run a second time
    /// when its first statement met a broken connection.
    template <class F>
    auto read(F&& f) -> std::invoke_result_t<F&, Session&> {
        return reading(Extent::moment, f);
    }

    /// `read` for an `f` that runs exactly one statement, which is a moment by itself: spares BEGIN and COMMIT.
    template <class F>
    auto query(F&& f) -> std::invoke_result_t<F&, Session&> {
        return reading(Extent::statement, f);
    }

    /// Told of every commit to this database, of other processes too. Lives as long as the database.
    virtual ChangeSignal& changes() = 0;

    /// Leadership in `role` among all processes that use this database, unless somebody has it: then nothing, also when
    /// that cannot be found out now.
    virtual std::unique_ptr<Lead> try_lead(std::string_view role) = 0;

    virtual Dialect dialect() const = 0;

    /// Of all sessions so far, without those that are at work just now.
    Traffic traffic() const;

protected:
    enum class Extent { statement, moment };

    /// A session for reading on this thread; `unavailable` is thrown.
    virtual std::unique_ptr<Session> begin_reading(Extent extent) = 0;
    virtual void end_reading(std::unique_ptr<Session> session, Extent extent) noexcept = 0;
    /// Whether `f` may be run again after DatabaseUnavailable: nothing was answered before the connection broke.
    virtual bool may_read_again(Session& session) const;

    void count(Traffic traffic);
    static bool is_reading();

private:
    class ReadLease {
    public:
        ReadLease(Database& database, Extent extent);
        ~ReadLease();
        ReadLease(const ReadLease&) = delete;
        ReadLease& operator=(const ReadLease&) = delete;
        Session& session() const { return *session_; }
        bool is_own() const { return own_ != nullptr; }

    private:
        Database& database_;
        Extent extent_;
        std::unique_ptr<Session> own_;
        Session* session_;
    };

    template <class F>
    auto reading(Extent extent, F& f) -> std::invoke_result_t<F&, Session&> {
        using Outcome = std::invoke_result_t<F&, Session&>;
        if constexpr (detail::is_result<Outcome>) {
            try {
                return read_or_throw(extent, f);
            } catch (const DatabaseUnavailable&) {
                return std::unexpected{database_unavailable()};
            }
        } else {
            return read_or_throw(extent, f);
        }
    }

    template <class F>
    auto read_or_throw(Extent extent, F& f) -> std::invoke_result_t<F&, Session&> {
        {
            const ReadLease lease{*this, extent};
            try {
                return f(lease.session());
            } catch (const DatabaseUnavailable&) {
                if (!lease.is_own() || !may_read_again(lease.session())) throw;
            }
        }
        const ReadLease lease{*this, extent};
        return f(lease.session());
    }

    std::atomic<std::int64_t> statements_ = 0;
    std::atomic<std::int64_t> round_trips_ = 0;
};

}  // namespace orion::persistence
