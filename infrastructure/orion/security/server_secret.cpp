#include "orion/security/server_secret.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t secret_bytes = 32;

[[noreturn]] void fail_on(const std::filesystem::path& path, const std::string& problem) {
    throw std::runtime_error{path.string() + ": " + problem};
}

[[noreturn]] void fail_by_errno(const std::filesystem::path& path) {
    fail_on(path, std::error_code{errno, std::generic_category()}.message());
}

class File {
public:
    File(std::filesystem::path path, int flags)
        : path_{std::move(path)}, descriptor_{::open(path_.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)} {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    const std::filesystem::path& path() const { return path_; }
    void sync() const {
        if (::fsync(descriptor_) != 0) fail_by_errno(path_);
    }

private:
    std::filesystem::path path_;
    int descriptor_;
};

Secret read(const File& file) {
    struct stat status{};
    if (::fstat(file.descriptor(), &status) != 0) fail_by_errno(file.path());
    if (!S_ISREG(status.st_mode) || status.st_size != static_cast<off_t>(secret_bytes)) {
        fail_on(file.path(), "this is no secret key of Orion (32 bytes)");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fail_on(file.path(), "others than its owner may use this secret; run chmod 600 on it");
    }
    std::string bytes(secret_bytes, '\0');
    if (::read(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(secret_bytes)) {
        fail_on(file.path(), "cannot be read");
    }
    return Secret{std::move(bytes)};
}

/// Removes a draft however its scope ends.
struct Draft {
    std::filesystem::path path;
    ~Draft() { ::unlink(path.c_str()); }
};

void fill_randomly(std::span<std::byte> bytes, const std::filesystem::path& path) {
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) fail_by_errno(path);
}

/// Of its own for each attempt: a draft that a killed process left behind is in nobody's way.
std::filesystem::path draft_path(const std::filesystem::path& path) {
    std::uint64_t number = 0;
    fill_randomly(std::as_writable_bytes(std::span{&number, 1}), path);
    return path.string() + "." + std::to_string(number) + ".draft";
}

/// Writes a draft aside and links it into place: the name appears with its content or not at all, and only once.
void create(const std::filesystem::path& path) {
    std::array<std::byte, secret_bytes> bytes{};
    fill_randomly(bytes, path);
    const Draft draft{draft_path(path)};
    const File file{draft.path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file.is_open()) fail_by_errno(draft.path);
    if (::write(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
        fail_by_errno(draft.path);
    }
    file.sync();
    if (::link(draft.path.c_str(), path.c_str()) != 0 && errno != EEXIST) fail_by_errno(path);
    const File directory{path.parent_path(), O_RDONLY | O_DIRECTORY};
    if (!directory.is_open()) fail_by_errno(path.parent_path());
    directory.sync();
}

}  // namespace

Secret load_or_create_server_secret(const std::filesystem::path& data_directory) {
    const auto path = data_directory / "secret.key";
    if (const File existing{path, O_RDONLY}; existing.is_open()) return read(existing);
    if (errno != ENOENT) fail_by_errno(path);
    create(path);
    const File created{path, O_RDONLY};
    if (!created.is_open()) fail_by_errno(path);
    return read(created);
}

}  // namespace orion::security
