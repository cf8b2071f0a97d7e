#include "orion/persistence/group_writer.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace orion::persistence {

using std::chrono::steady_clock;

namespace {

thread_local bool writing = false;

/// How long to insist on a lock before looking whether anybody still waits for the transaction.
constexpr std::chrono::milliseconds patience{200};

/// Keeps every member's wait bounded while new ones keep arriving.
constexpr std::chrono::milliseconds group_duration_max{20};

void fail_member(Result<void>& outcome, std::exception_ptr& exception, const std::exception_ptr& cause) {
    outcome = {};
    exception = nullptr;
    try {
        std::rethrow_exception(cause);
    } catch (const DatabaseUnavailable&) {
        outcome = std::unexpected{database_unavailable()};
    } catch (...) {
        exception = std::current_exception();
    }
}

}  // namespace

GroupWriter::FileIdentity GroupWriter::FileIdentity::of(const std::filesystem::path& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

bool GroupWriter::on_writer_thread() { return writing; }

GroupWriter::GroupWriter(const SqliteOptions& options, Written written)
    : options_{options},
      written_{std::move(written)},
      session_{{options.file, Session::Access::read_write, patience}},
      turnstile_{lock_file_of(options.file)},
      identity_{FileIdentity::of(options.file)},
      thread_{[this] { loop(); }} {}

GroupWriter::~GroupWriter() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        arrived_.notify_one();
    }
    thread_.join();
}

Result<void> GroupWriter::write(const Database::Transaction& transaction) {
    contract(!writing, "a transaction inside a transaction");
    Member member{.transaction = transaction, .trace = current_trace()};
    const auto deadline = steady_clock::now() + options_.write_timeout;
    std::unique_lock lock{mutex_};
    if (stopping_ || waiting_.size() >= options_.queue_max) return std::unexpected{database_unavailable()};
    waiting_.push_back(&member);
    if (waiting_.size() == 1) arrived_.notify_one();
    const auto done = [&] { return member.done; };
    if (!member.finished.wait_until(lock, deadline, done)) {
        if (const auto place = std::ranges::find(waiting_, &member); place != waiting_.end()) {
            waiting_.erase(place);
            return std::unexpected{database_unavailable()};
        }
        // It was started: its outcome is near, and only that tells whether it happened.
        member.finished.wait(lock, done);
    }
    lock.unlock();
    if (member.exception) std::rethrow_exception(member.exception);
    return std::move(member.outcome);
}

void GroupWriter::loop() {
    writing = true;
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
        }
        // Callers who waited too long leave the queue by themselves.
        if (!turnstile_.enter(steady_clock::now() + patience)) continue;
        Group group;
        const bool began = begin();
        if (began) write_group(group);
        turnstile_.leave();
        finish(group);
        if (!began) pause();
    }
}

bool GroupWriter::begin() {
    // SQLite would go on writing to a file that was deleted or replaced, and all of it would be lost.
    if (FileIdentity::of(options_.file) != identity_) return false;
    try {
        session_.control("BEGIN IMMEDIATE");
        return true;
    } catch (const DatabaseFailure&) {
        return false;
    }
}

void GroupWriter::pause() {
    std::unique_lock lock{mutex_};
    arrived_.wait_for(lock, std::chrono::milliseconds{20}, [this] { return waiting_.empty(); });
}

GroupWriter::Member* GroupWriter::next_member() {
    const std::lock_guard lock{mutex_};
    if (waiting_.empty()) return nullptr;
    auto* member = waiting_.front();
    waiting_.pop_front();
    return member;
}

void GroupWriter::write_group(Group& group) {
    const auto changes_before = session_.total_changes();
    if (!run_together(group))
        for (auto* member : group) run_alone(*member);
    written_(session_.take_traffic(), session_.total_changes() != changes_before);
}

/// False when the transaction as a whole was lost: then nothing of any member happened.
bool GroupWriter::run_together(Group& group) {
    group.reserve(options_.group_max);
    const auto until = steady_clock::now() + group_duration_max;
    try {
        while (group.size() < options_.group_max && steady_clock::now() < until) {
            auto* member = next_member();
            if (member == nullptr) break;
            group.push_back(member);
            if (!run(*member)) {
                roll_back();
                return false;
            }
        }
        session_.control("COMMIT");
        return true;
    } catch (const DatabaseFailure&) {
        roll_back();
        return false;
    }
}

void GroupWriter::run_alone(Member& member) {
    try {
        session_.control("BEGIN IMMEDIATE");
        if (!run(member)) {
            roll_back();
            return;
        }
        session_.control("COMMIT");
    } catch (const DatabaseFailure&) {
        fail_member(member.outcome, member.exception, std::current_exception());
        roll_back();
    }
}

/// Runs one member in its savepoint. False when SQLite gave up the surrounding transaction.
bool GroupWriter::run(Member& member) {
    session_.control("SAVEPOINT member");
    try {
        const TraceScope scope{member.trace};
        member.exception = nullptr;
        member.outcome = member.transaction(session_);
    } catch (...) {
        fail_member(member.outcome, member.exception, std::current_exception());
    }
    if (!session_.in_transaction()) return false;
    if (!member.outcome || member.exception) session_.control("ROLLBACK TO member");
    session_.control("RELEASE member");
    return true;
}

void GroupWriter::roll_back() noexcept {
    try {
        if (session_.in_transaction()) session_.control("ROLLBACK");
    } catch (const DatabaseFailure&) {
        // The next BEGIN fails then, and its members learn of it.
    }
}

void GroupWriter::finish(const Group& group) {
    const std::lock_guard lock{mutex_};
    for (auto* member : group) {
        member->done = true;
        member->finished.notify_one();
    }
}

}  // namespace orion::persistence
