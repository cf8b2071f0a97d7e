#include "orion/rest/json_writer.hpp"

#include <array>
#include <charconv>

namespace orion::rest {
namespace {

void append_escaped(std::string& text, char c) {
    static constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"':
            text += "\\\"";
            break;
        case '\\':
            text += "\\\\";
            break;
        case '\n':
            text += "\\n";
            break;
        case '\r':
            text += "\\r";
            break;
        case '\t':
            text += "\\t";
            break;
        default:
            text += "\\u00";
            text += digits[static_cast<unsigned char>(c) >> 4];
            text += digits[static_cast<unsigned char>(c) & 0x0f];
    }
}

constexpr bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

template <class Integer>
void append_integer(std::string& text, Integer value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

}  // namespace

void JsonWriter::separate() {
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void JsonWriter::open(char bracket) {
    separate();
    text_ += bracket;
}

void JsonWriter::append_quoted(std::string_view value) {
    text_ += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!needs_escape(value[i])) continue;
        text_.append(value, plain, i - plain);
        append_escaped(text_, value[i]);
        plain = i + 1;
    }
    text_.append(value, plain);
    text_ += '"';
}

void JsonWriter::key(std::string_view name) {
    separate();
    append_quoted(name);
    text_ += ':';
}

void JsonWriter::text(std::string_view value) {
    separate();
    append_quoted(value);
}

void JsonWriter::number(std::int64_t value) {
    separate();
    append_integer(text_, value);
}

void JsonWriter::number(std::uint64_t value) {
    separate();
    append_integer(text_, value);
}

void JsonWriter::boolean(bool value) {
    separate();
    text_ += value ? "true" : "false";
}

void JsonWriter::null() {
    separate();
    text_ += "null";
}

void JsonWriter::member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
}

void JsonWriter::member(std::string_view name, std::int64_t value) {
    key(name);
    number(value);
}

void JsonWriter::member(std::string_view name, const Money& value) {
    key(name);
    begin_object();
    member("amount", value.amount());
    member("currency", value.currency().code());
    end_object();
}

void JsonWriter::member(std::string_view name, Instant value) { member(name, to_rfc3339(value)); }

}  // namespace orion::rest
