#include "orion/catalogue_files/byte_source.hpp"

#include <fcntl.h>
#include <lzma.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace orion::catalogue_files {
namespace {

constexpr std::string_view xz_magic{
    "\xFD"
    "7zXZ\0",
    6};
constexpr std::uint64_t max_decoder_bytes = 128ULL * 1024 * 1024;

std::unexpected<Error> unreadable(std::string message) {
    return fail(ErrorKind::unavailable, "unreadable_file", std::move(message));
}

class FileBytes final : public ByteSource {
public:
    explicit FileBytes(int descriptor) : descriptor_{descriptor} {}
    ~FileBytes() override { ::close(descriptor_); }
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;

    Result<std::size_t> read(std::span<char> space) override {
        while (true) {
            const auto got = ::read(descriptor_, space.data(), space.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return unreadable("The file cannot be read.");
        }
    }

private:
    int descriptor_;
};

/// A source whose first bytes have been looked at.
class Rewound final : public ByteSource {
public:
    Rewound(std::string head, std::unique_ptr<ByteSource> rest) : head_{std::move(head)}, rest_{std::move(rest)} {}

    Result<std::size_t> read(std::span<char> space) override {
        if (used_ == head_.size()) return rest_->read(space);
        const auto count = std::min(space.size(), head_.size() - used_);
        std::copy_n(head_.data() + used_, count, space.data());
        used_ += count;
        return count;
    }

private:
    std::string head_;
    std::size_t used_ = 0;
    std::unique_ptr<ByteSource> rest_;
};

class XzBytes final : public ByteSource {
public:
    explicit XzBytes(std::unique_ptr<ByteSource> packed) : packed_{std::move(packed)} {
        const auto made = lzma_stream_decoder(&stream_, max_decoder_bytes, LZMA_CONCATENATED);
        contract(made == LZMA_OK, "the decoder cannot be made");
    }
    ~XzBytes() override { lzma_end(&stream_); }
    XzBytes(const XzBytes&) = delete;
    XzBytes& operator=(const XzBytes&) = delete;

    Result<std::size_t> read(std::span<char> space) override {
        if (finished_) return std::size_t{0};
        stream_.next_out = reinterpret_cast<std::uint8_t*>(space.data());  // NOLINT(*-reinterpret-cast)
        stream_.avail_out = space.size();
        while (stream_.avail_out == space.size()) {
            if (stream_.avail_in == 0 && !at_end_) ORION_CHECK(refill());
            const auto status = lzma_code(&stream_, at_end_ ? LZMA_FINISH : LZMA_RUN);
            finished_ = status == LZMA_STREAM_END;
            if (finished_) break;
            if (status != LZMA_OK) return unreadable("The compressed file is damaged or cut off.");
        }
        return space.size() - stream_.avail_out;
    }

private:
    Result<void> refill() {
        ORION_TRY(const auto count, packed_->read(buffer_));
        stream_.next_in = reinterpret_cast<const std::uint8_t*>(buffer_.data());  // NOLINT(*-reinterpret-cast)
        stream_.avail_in = count;
        at_end_ = count == 0;
        return {};
    }

    std::unique_ptr<ByteSource> packed_;
    lzma_stream stream_ = LZMA_STREAM_INIT;
    std::array<char, 64UL * 1024> buffer_{};
    bool at_end_ = false;
    bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return unreadable("The file cannot be opened.");
    return std::make_unique<FileBytes>(descriptor);
}

Result<std::unique_ptr<ByteSource>> unpacked(std::unique_ptr<ByteSource> source) {
    std::string head(xz_magic.size(), '\0');
    std::size_t size = 0;
    while (size < head.size()) {
        ORION_TRY(const auto count, source->read(std::span{head}.subspan(size)));
        if (count == 0) break;
        size += count;
    }
    head.resize(size);
    const bool is_xz = head == xz_magic;
    std::unique_ptr<ByteSource> whole = std::make_unique<Rewound>(std::move(head), std::move(source));
    if (is_xz) return std::make_unique<XzBytes>(std::move(whole));
    return whole;
}

}  // namespace orion::catalogue_files
