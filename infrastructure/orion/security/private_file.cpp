#include "orion/security/private_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace orion::security {
namespace {

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
    void sync() const {
        if (::fsync(descriptor_) != 0) fail_by_errno(path_);
    }

private:
    std::filesystem::path path_;
    int descriptor_;
};

/// Removes a draft however its scope ends.
struct Draft {
    std::filesystem::path path;
    ~Draft() { ::unlink(path.c_str()); }
};

/// Of its own for each attempt: a draft that a killed process left behind is in nobody's way.
std::filesystem::path draft_path(const std::filesystem::path& path) {
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) fail_by_errno(path);
    return path.string() + "." + std::to_string(number) + ".draft";
}

void sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    const File directory{folder, O_RDONLY | O_DIRECTORY};
    if (!directory.is_open()) fail_by_errno(folder);
    directory.sync();
}

}  // namespace

std::optional<Secret> read_private_file(const std::filesystem::path& path, std::size_t max_bytes) {
    // Of a pipe in its place, opening would wait for a writer.
    const File file{path, O_RDONLY | O_NONBLOCK};
    if (!file.is_open() && errno == ENOENT) return std::nullopt;
    struct stat status{};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0) fail_by_errno(path);
    if (!S_ISREG(status.st_mode)) fail_on(path, "is not a plain file");
    if (std::cmp_greater(status.st_size, max_bytes)) fail_on(path, "is longer than such a file can be");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        fail_on(path, "others than its owner may use this secret; run chmod 600 on it");
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    if (::read(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        fail_on(path, "cannot be read");
    return Secret{std::move(bytes)};
}

void write_private_file(const std::filesystem::path& path, const Secret& content, Existing existing) {
    const Draft draft{draft_path(path)};
    {
        const File file{draft.path, O_WRONLY | O_CREAT | O_EXCL};
        if (!file.is_open()) fail_by_errno(draft.path);
        const auto& bytes = content.expose();
        if (::write(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            fail_by_errno(draft.path);
        file.sync();
    }
    if (existing == Existing::replace) {
        if (::rename(draft.path.c_str(), path.c_str()) != 0) fail_by_errno(path);
    } else if (::link(draft.path.c_str(), path.c_str()) != 0 && errno != EEXIST) {
        fail_by_errno(path);
    }
    sync_folder(path);
}

}  // namespace orion::security
