#include "orion/catalogue_files/byte_sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

namespace orion::catalogue_files {
namespace {

constexpr std::size_t buffer_bytes = 64UL * 1024;

std::unexpected<Error> unwritable() {
    return fail(ErrorKind::unavailable, "unwritable_file",
                "The file cannot be written: " + std::generic_category().message(errno) + '.');
}

/// Does not own the descriptor.
class DescriptorSink final : public ByteSink {
public:
    explicit DescriptorSink(int descriptor) : descriptor_{descriptor} {}

    Result<void> write(std::string_view bytes) override {
        buffer_ += bytes;
        return buffer_.size() < buffer_bytes ? Result<void>{} : flush();
    }

    Result<void> finish() override { return flush(); }

private:
    Result<void> flush() {
        for (std::string_view rest = buffer_; !rest.empty();) {
            const auto count = ::write(descriptor_, rest.data(), rest.size());
            if (count < 0 && errno != EINTR) return unwritable();
            if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
        }
        buffer_.clear();
        return {};
    }

    int descriptor_;
    std::string buffer_;
};

class NewFile final : public ByteSink {
public:
    NewFile(int descriptor, std::filesystem::path written, std::filesystem::path wanted)
        : descriptor_{descriptor}, bytes_{descriptor}, written_{std::move(written)}, wanted_{std::move(wanted)} {}
    ~NewFile() override {
        ::close(descriptor_);
        if (!is_finished_) ::unlink(written_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    Result<void> write(std::string_view bytes) override { return bytes_.write(bytes); }

    Result<void> finish() override {
        ORION_CHECK(bytes_.finish());
        if (::fsync(descriptor_) != 0 || ::rename(written_.c_str(), wanted_.c_str()) != 0) return unwritable();
        is_finished_ = true;
        return {};
    }

private:
    int descriptor_;
    DescriptorSink bytes_;
    std::filesystem::path written_;
    std::filesystem::path wanted_;
    bool is_finished_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSink>> create_file(const std::filesystem::path& path) {
    std::error_code unknown;
    const auto wanted = std::filesystem::weakly_canonical(path, unknown);
    const bool is_in_the_way = std::filesystem::exists(wanted, unknown) && !std::filesystem::is_regular_file(wanted);
    errno = is_in_the_way ? EEXIST : unknown.value();
    if (errno != 0) return unwritable();
    auto written = wanted.string() + ".part-" + std::to_string(::getpid());
    const int descriptor = ::open(written.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) return unwritable();
    return std::make_unique<NewFile>(descriptor, std::move(written), wanted);
}

std::unique_ptr<ByteSink> standard_output() { return std::make_unique<DescriptorSink>(STDOUT_FILENO); }

}  // namespace orion::catalogue_files
