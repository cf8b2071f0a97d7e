#include "orion/persistence/sqlite_database.hpp"

#include "orion/persistence/file_lock.hpp"
#include "orion/persistence/group_writer.hpp"
#include "orion/persistence/sqlite_change_signal.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace orion::persistence {

/// The connections that read, opened when needed.
class SqliteDatabase::Readers {
public:
    explicit Readers(const SqliteOptions& options) : options_{options} {}

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

    const SqliteOptions& options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::size_t in_use_ = 0;
};

class SqliteDatabase::Writer : public GroupWriter {
public:
    using GroupWriter::GroupWriter;
};

namespace {

class FileLead final : public Lead {
public:
    static std::unique_ptr<Lead> try_take(const std::filesystem::path& database, std::string_view role) {
        auto lead = std::make_unique<FileLead>(database);
        if (!lead->lock_.try_lock(role_byte(role))) return nullptr;
        return lead;
    }
    explicit FileLead(const std::filesystem::path& database) : lock_{lock_file_of(database)} {}
    bool held() override { return true; }

private:
    FileLock lock_;
};

}  // namespace

SqliteDatabase::SqliteDatabase(SqliteOptions options)
    : options_{std::move(options)}, readers_{std::make_unique<Readers>(options_)} {
    auto changes = std::make_unique<SqliteChangeSignal>(options_.file);
    writer_ = std::make_unique<Writer>(options_, [this, signal = changes.get()](Traffic traffic, bool changed) {
        count(traffic);
        if (changed) signal->committed();
    });
    changes_ = std::move(changes);
}

SqliteDatabase::~SqliteDatabase() { writer_.reset(); }

Result<void> SqliteDatabase::write(const Transaction& transaction) { return writer_->write(transaction); }

std::unique_ptr<Session> SqliteDatabase::begin_reading(Extent extent) {
    contract(!GroupWriter::on_writer_thread(), "a read inside a write");
    auto session = readers_->take();
    if (extent == Extent::statement) return session;
    try {
        session->control("BEGIN");
        return session;
    } catch (const DatabaseFailure&) {
        readers_->give_back(nullptr);
        throw;
    }
}

void SqliteDatabase::end_reading(std::unique_ptr<Session> session, Extent) noexcept {
    try {
        if (session->in_transaction()) session->control("ROLLBACK");
    } catch (const DatabaseFailure&) {
        session.reset();
    }
    if (session) count(session->take_traffic());
    readers_->give_back(std::move(session));
}

ChangeSignal& SqliteDatabase::changes() { return *changes_; }

std::unique_ptr<Lead> SqliteDatabase::try_lead(std::string_view role) {
    return FileLead::try_take(options_.file, role);
}

const std::filesystem::path& SqliteDatabase::file() const { return options_.file; }

}  // namespace orion::persistence
