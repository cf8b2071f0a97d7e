#pragma once

#include "orion/persistence/file_lock.hpp"
#include "orion/persistence/sqlite_database.hpp"
#include "orion/ports/trace_context.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace orion::persistence {

/// The one thread of a process that writes to a database file: see Database::write. One flush to the disk costs as much
/// as dozens of transactions, so whatever waits is committed together.
class GroupWriter {
public:
    /// Called on the writer thread after every group, with what it asked of the database and whether it changed rows.
    using Written = std::function<void(Traffic, bool changed)>;

    GroupWriter(const SqliteOptions& options, Written written);
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    Result<void> write(const Database::Transaction& transaction);

    static bool on_writer_thread();

private:
    /// A transaction and its caller, who waits for it. Lives on the caller's stack until `done`.
    struct Member {
        const Database::Transaction& transaction;
        TraceContext trace;
        Result<void> outcome{};
        std::exception_ptr exception{};
        bool done = false;
        std::condition_variable finished{};
    };
    using Group = std::vector<Member*>;

    struct FileIdentity {
        std::uintmax_t device = 0;
        std::uintmax_t inode = 0;
        static FileIdentity of(const std::filesystem::path& file);
        bool operator==(const FileIdentity&) const = default;
    };

    void loop();
    bool begin();
    void pause();
    void write_group(Group& group);
    Member* next_member();
    bool run_together(Group& group);
    void run_alone(Member& member);
    bool run(Member& member);
    void roll_back() noexcept;
    void finish(const Group& group);

    const SqliteOptions& options_;
    const Written written_;
    Session session_;
    Turnstile turnstile_;
    const FileIdentity identity_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Member*> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace orion::persistence
