#include "orion/persistence/database.hpp"

#include "orion/persistence/file_lock.hpp"
#include "orion/persistence/group_writer.hpp"
#include "orion/persistence/sqlite_change_signal.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace orion::persistence {

Error database_unavailable() {
    return {ErrorKind::unavailable, "database_unavailable", "The database does not answer now.", {}};
}

/// The connections that read, opened when needed.
class Database::Readers {
public:
    explicit Readers(const DatabaseOptions& options) : options_{options} {}

    std::unique_ptr<Session> take() {
        std::unique_lock lock{mutex_};
        const auto free = [this] { return !idle_.empty() || in_use_ < options_.readers_max; };
        if (!returned_.wait_for(lock, options_.read_timeout, free))
            throw DatabaseUnavailable{"all connections are reading"};
        ++in_use_;
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
        lock.unlock();
        return open();
    }

    void give_back(std::unique_ptr<Session> session) {
        const std::lock_guard lock{mutex_};
        --in_use_;
        if (session) idle_.push_back(std::move(session));
        returned_.notify_one();
    }

private:
    std::unique_ptr<Session> open() {
        try {
            return std::make_unique<Session>(
                Session::Options{options_.file, Session::Access::read_only, options_.read_timeout});
        } catch (const DatabaseFailure& failure) {
            give_back(nullptr);
            throw DatabaseUnavailable{failure.what()};
        }
    }

    const DatabaseOptions& options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::size_t in_use_ = 0;
};

class Database::Writer : public GroupWriter {
public:
    using GroupWriter::GroupWriter;
};

namespace {

struct Reading {
    const Database* database = nullptr;
    Session* session = nullptr;
};
thread_local Reading reading;

}  // namespace

Database::ReadLease::ReadLease(Database& database) : database_{database}, outer_{nullptr} {
    contract(!GroupWriter::on_writer_thread(), "a read inside a write");
    if (reading.database == &database) {
        session_ = outer_ = reading.session;
        return;
    }
    contract(reading.database == nullptr, "a read of one database inside a read of another");
    auto session = database.readers_->take();
    try {
        session->run("BEGIN");
    } catch (const DatabaseFailure&) {
        database.readers_->give_back(nullptr);
        throw;
    }
    session_ = session.release();
    reading = {&database, session_};
}

Database::ReadLease::~ReadLease() {
    if (outer_ != nullptr) return;
    reading = {};
    std::unique_ptr<Session> session{session_};
    try {
        if (session->in_transaction()) session->run("ROLLBACK");
    } catch (const DatabaseFailure&) {
        session.reset();
    }
    database_.readers_->give_back(std::move(session));
}

Database::Database(DatabaseOptions options)
    : options_{std::move(options)}, readers_{std::make_unique<Readers>(options_)} {
    auto changes = std::make_unique<SqliteChangeSignal>(options_.file);
    writer_ = std::make_unique<Writer>(options_, [signal = changes.get()] { signal->committed(); });
    changes_ = std::move(changes);
}

Database::~Database() { writer_.reset(); }

Result<void> Database::write(const Transaction& transaction) { return writer_->write(transaction); }

ChangeSignal& Database::changes() { return *changes_; }

const std::filesystem::path& Database::file() const { return options_.file; }

}  // namespace orion::persistence
