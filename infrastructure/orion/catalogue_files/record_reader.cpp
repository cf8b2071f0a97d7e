#include "orion/catalogue_files/record_reader.hpp"

#include <string_view>
#include <utility>

namespace orion::catalogue_files {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void append(Record& record, char c) {
    if (record.text.size() < Record::max_bytes) {
        record.text += c;
    } else {
        record.state = Record::State::too_long;
    }
}

/// Where in JSON text we are: only so far as to know where a value ends.
class Extent {
public:
    /// Whether `c`, at the top level of the value, is behind its end.
    bool is_behind(char c) const { return !in_text_ && depth_ == 0 && (c == ',' || c == ']' || c == '}'); }

    void pass(char c) {
        if (in_text_) {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == '"') {
                in_text_ = false;
            }
        } else if (c == '"') {
            in_text_ = true;
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if (c == '}' || c == ']') {
            --depth_;
        }
    }

private:
    std::size_t depth_ = 0;
    bool in_text_ = false;
    bool escaped_ = false;
};

}  // namespace

Result<std::optional<char>> ByteReader::peek() {
    if (begin_ == end_) ORION_CHECK(refill());
    if (begin_ == end_) return std::optional<char>{};
    return buffer_[begin_];
}

Result<void> ByteReader::refill() {
    begin_ = 0;
    ORION_TRY(end_, source_->read(buffer_));
    if (!std::exchange(is_first_, false)) return {};
    while (end_ > 0 && end_ < byte_order_mark.size()) {
        ORION_TRY(const auto count, source_->read(std::span{buffer_}.subspan(end_)));
        if (count == 0) break;
        end_ += count;
    }
    if (std::string_view{buffer_.data(), end_}.starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
    if (begin_ == end_ && end_ > 0) return refill();
    return {};
}

Result<std::optional<Record>> LineReader::next() {
    ORION_TRY(auto c, bytes_.peek());
    if (!c) return std::optional<Record>{};
    Record record{.line = ++line_, .text = {}};
    while (c && *c != '\n') {
        append(record, *c);
        bytes_.take();
        ORION_TRY(c, bytes_.peek());
    }
    if (c) bytes_.take();
    if (record.text.ends_with('\r')) record.text.pop_back();
    return record;
}

Result<std::optional<Record>> ArrayReader::next() {
    if (is_over_) return std::optional<Record>{};
    ORION_TRY(const auto c, skip_to_element());
    if (!c) {
        is_over_ = true;
        return Record{.line = element_ + 1, .text = {}, .state = Record::State::cut_off};
    }
    if (*c == ']') {
        is_over_ = true;
        return std::optional<Record>{};
    }
    return read_element();
}

/// To the first byte of the next element or the bracket that closes the array.
Result<std::optional<char>> ArrayReader::skip_to_element() {
    while (true) {
        ORION_TRY(const auto c, bytes_.peek());
        if (!c) return c;
        const bool opens = *c == '[' && !is_open_;
        if (!opens && !is_blank(*c) && *c != ',') return c;
        is_open_ |= opens;
        bytes_.take();
    }
}

Result<Record> ArrayReader::read_element() {
    Record record{.line = ++element_, .text = {}};
    Extent extent;
    while (true) {
        ORION_TRY(const auto c, bytes_.peek());
        if (!c) {
            record.state = Record::State::cut_off;
            is_over_ = true;
            return record;
        }
        if (extent.is_behind(*c)) {
            if (record.text.empty()) {
                record.state = Record::State::misplaced;
                bytes_.take();
            }
            return record;
        }
        extent.pass(*c);
        append(record, *c);
        bytes_.take();
    }
}

}  // namespace orion::catalogue_files
