#pragma once

#include "orion/kernel/result.hpp"
#include "orion/persistence/session.hpp"
#include "orion/ports/change_signal.hpp"

#include <functional>
#include <memory>
#include <type_traits>

namespace orion::persistence {

struct DatabaseOptions {
    std::filesystem::path file;
    std::size_t readers_max = 8;                    ///< connections that read at the same time
    std::size_t queue_max = 1024;                   ///< transactions waiting to be written
    std::size_t group_max = 128;                    ///< transactions in one commit
    std::chrono::milliseconds write_timeout{5000};  ///< how long a transaction waits before it is started
    std::chrono::milliseconds read_timeout{2000};   ///< how long a reader waits for a connection
};

namespace detail {
template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;
}  // namespace detail

/// `unavailable`/`database_unavailable`
Error database_unavailable();

/// One SQLite file of Orion. All writes of the process go through one thread, which commits whatever is waiting
/// together and takes turns with the writers of other processes; reads run in parallel, each on a snapshot.
/// Thread-safe. Its destructor finishes what is queued.
class Database {
public:
    using Transaction = std::function<Result<void>(Session&)>;

    /// Throws CannotOpenDatabase unless the file exists and is a sound, writable database. Creating one is Migrator's.
    explicit Database(DatabaseOptions options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `transaction` on the writer thread, under the caller's TraceContext, in a savepoint of its own: an error or
    /// an exception undoes it alone and is handed to the caller. Returns after the durable commit. It may be run a
    /// second time when a commit fails. `unavailable` when the queue is full, the file stayed locked, or the disk
    /// refused: nothing was changed then. Calling `write` or `read` inside is a contract violation.
    Result<void> write(const Transaction& transaction);

    /// Returns `f(session)`, run on this thread in a read-only transaction: everything it sees belongs to one moment.
    /// Inside another `read` of this database it continues that one. If the database does not answer in time:
    /// `unavailable` where `f` returns a Result, otherwise DatabaseUnavailable is thrown.
    template <class F>
    auto read(F&& f) -> std::invoke_result_t<F&, Session&> {
        using Outcome = std::invoke_result_t<F&, Session&>;
        if constexpr (detail::is_result<Outcome>) {
            try {
                const ReadLease lease{*this};
                return f(lease.session());
            } catch (const DatabaseUnavailable&) {
                return std::unexpected{database_unavailable()};
            }
        } else {
            const ReadLease lease{*this};
            return f(lease.session());
        }
    }

    /// Told of every commit to this file. Lives as long as the database.
    ChangeSignal& changes();
    const std::filesystem::path& file() const;

private:
    class Writer;
    class Readers;

    class ReadLease {
    public:
        explicit ReadLease(Database& database);
        ~ReadLease();
        ReadLease(const ReadLease&) = delete;
        ReadLease& operator=(const ReadLease&) = delete;
        Session& session() const { return *session_; }

    private:
        Database& database_;
        Session* outer_;
        Session* session_;
    };

    DatabaseOptions options_;
    std::unique_ptr<Readers> readers_;
    std::unique_ptr<ChangeSignal> changes_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace orion::persistence
