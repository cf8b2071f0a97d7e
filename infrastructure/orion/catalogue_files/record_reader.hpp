#pragma once

#include "orion/catalogue_files/byte_source.hpp"
#include "orion/kernel/result.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace orion::catalogue_files {

/// A piece of a file that holds one entry.
struct Record {
    static constexpr std::size_t max_bytes = 1024UL * 1024;

    enum class State {
        whole,
        too_long,   ///< over `max_bytes`; the text is cut
        cut_off,    ///< the file ends inside it
        misplaced,  ///< something that is no entry stands where one should
    };
    std::size_t line;  ///< from 1; in a JSON array the number of the element
    std::string text;
    State state = State::whole;
};

/// Bytes one by one, with a look at the next one. A byte order mark at the beginning is left out.
class ByteReader {
public:
    explicit ByteReader(std::unique_ptr<ByteSource> source) : source_{std::move(source)} {}

    /// The next byte without taking it; nothing at the end.
    Result<std::optional<char>> peek();
    void take() { ++begin_; }

private:
    Result<void> refill();

    std::unique_ptr<ByteSource> source_;
    std::array<char, 64UL * 1024> buffer_{};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool is_first_ = true;
};

/// Cuts a file into records. For one thread.
class RecordReader {
public:
    virtual ~RecordReader() = default;
    /// Nothing at the end. Errors are those of the byte source.
    virtual Result<std::optional<Record>> next() = 0;
};

/// A record per line (LF or CRLF). The end of the last line may be missing.
class LineReader final : public RecordReader {
public:
    /// `lines_before` have been read already.
    explicit LineReader(ByteReader bytes, std::size_t lines_before = 0)
        : bytes_{std::move(bytes)}, line_{lines_before} {}
    Result<std::optional<Record>> next() override;

private:
    ByteReader bytes_;
    std::size_t line_;
};

/// A record per element of one JSON array. What is inside an element is not looked at but for its extent.
class ArrayReader final : public RecordReader {
public:
    explicit ArrayReader(ByteReader bytes) : bytes_{std::move(bytes)} {}
    Result<std::optional<Record>> next() override;

private:
    Result<std::optional<char>> skip_to_element();
    Result<Record> read_element();

    ByteReader bytes_;
    std::size_t element_ = 0;
    bool is_open_ = false;
    bool is_over_ = false;
};

}  // namespace orion::catalogue_files
