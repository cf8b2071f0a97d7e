#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

namespace orion::persistence {

/// Locks between processes on single bytes of a file; the file is created when missing and its content does not
/// matter. The kernel drops them with the process, so a killed one leaves none behind. Each object is an owner of its
/// own, in the same process too.
class FileLock {
public:
    /// Throws CannotOpenDatabase.
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    bool try_lock(long byte);
    void unlock(long byte);

private:
    int descriptor_;
};

/// Which byte of `FILE.locks` means what.
inline constexpr long turn_byte = 0;
inline constexpr long next_byte = 1;
/// One for each role that a process can lead in, the outbox relay's being 2.
long role_byte(std::string_view role);

std::filesystem::path lock_file_of(const std::filesystem::path& database);

/// Lets the writers of several processes take turns: who asked first writes next, however fast the other comes back.
/// For one thread.
class Turnstile {
public:
    explicit Turnstile(const std::filesystem::path& file) : lock_{file} {}

    /// False when it was not our turn by the deadline.
    bool enter(std::chrono::steady_clock::time_point deadline);
    void leave() { lock_.unlock(turn_byte); }

private:
    FileLock lock_;
    bool is_next_ = false;
};

}  // namespace orion::persistence
