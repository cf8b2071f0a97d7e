#pragma once

#include "orion/persistence/database.hpp"

namespace orion::persistence {

struct SqliteOptions {
    std::filesystem::path file;
    std::size_t readers_max = 8;                    ///< connections that read at the same time
    std::size_t queue_max = 1024;                   ///< transactions waiting to be written
    std::size_t group_max = 128;                    ///< transactions in one commit
    std::chrono::milliseconds write_timeout{5000};  ///< how long a transaction waits before it is started
    std::chrono::milliseconds read_timeout{2000};   ///< how long a reader waits for a connection
};

/// One SQLite file. All writes of the process go through one thread, which commits whatever is waiting together and
/// takes turns with the writers of other processes; reads run in parallel, each on a snapshot. An answer to a commit is
/// never lost: after `unavailable` nothing was changed.
class SqliteDatabase final : public Database {
public:
    /// Throws CannotOpenDatabase unless the file exists and is a sound, writable database. Creating one is Migrator's.
    explicit SqliteDatabase(SqliteOptions options);
    ~SqliteDatabase() override;

    Result<void> write(const Transaction& transaction) override;
    ChangeSignal& changes() override;
    std::unique_ptr<Lead> try_lead(std::string_view role) override;
    Dialect dialect() const override { return Dialect::sqlite; }

    const std::filesystem::path& file() const;

private:
    class Readers;
    class Writer;

    std::unique_ptr<Session> begin_reading(Extent extent) override;
    void end_reading(std::unique_ptr<Session> session, Extent extent) noexcept override;

    SqliteOptions options_;
    std::unique_ptr<Readers> readers_;
    std::unique_ptr<ChangeSignal> changes_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace orion::persistence
