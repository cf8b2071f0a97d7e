#include "orion/persistence/file_lock.hpp"

#include "orion/persistence/database_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <thread>

namespace orion::persistence {

namespace {

bool set_lock(int descriptor, short type, long byte) {
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return fcntl(descriptor, F_OFD_SETLK, &lock) == 0;
}

/// Short enough to follow a writer that holds its turn for one disk flush.
template <class Try>
bool poll_until(std::chrono::steady_clock::time_point deadline, Try&& attempt) {
    for (int round = 0;; ++round) {
        if (attempt()) return true;
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::microseconds{std::min(50 + 10 * round, 1000)});
    }
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_{open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)} {
    if (descriptor_ < 0) throw CannotOpenDatabase{"cannot open the lock file " + file.string()};
}

FileLock::~FileLock() { close(descriptor_); }

// What they change is the kernel's: not const.
// NOLINTBEGIN(readability-make-member-function-const)
bool FileLock::try_lock(long byte) { return set_lock(descriptor_, F_WRLCK, byte); }

void FileLock::unlock(long byte) { set_lock(descriptor_, F_UNLCK, byte); }
// NOLINTEND(readability-make-member-function-const)

long role_byte(std::string_view role) {
    if (role == "outbox relay") return 2;
    // FNV-1a; two roles on one byte would only wait for each other.
    std::uint32_t hash = 2166136261U;
    for (const char letter : role) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
    return 1024 + static_cast<long>(hash % (1U << 20U));
}

std::filesystem::path lock_file_of(const std::filesystem::path& database) { return database.string() + ".locks"; }

bool Turnstile::enter(std::chrono::steady_clock::time_point deadline) {
    if (!is_next_) is_next_ = poll_until(deadline, [this] { return lock_.try_lock(next_byte); });
    if (!is_next_) return false;
    if (!poll_until(deadline, [this] { return lock_.try_lock(turn_byte); })) return false;
    lock_.unlock(next_byte);
    is_next_ = false;
    return true;
}

}  // namespace orion::persistence
