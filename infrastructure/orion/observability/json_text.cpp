#include "orion/observability/json_text.hpp"

#include <cstddef>

namespace orion::observability {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// How many bytes the character at the start of `text` has (RFC 3629), or 0 when it is none.
std::size_t utf8_length(std::string_view text) {
    const unsigned lead = byte_at(text, 0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : (lead & 0xF0) == 0xE0        ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
    const unsigned second = byte_at(text, 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    const bool beyond_unicode = lead == 0xF4 && second >= 0x90;
    return overlong || surrogate || beyond_unicode ? 0 : length;
}

void append_escaped(std::string& json, unsigned character) {
    static constexpr std::string_view digits = "0123456789abcdef";
    json += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) json += digits[character >> shift & 0xFU];
}

void append_ascii(std::string& json, char c) {
    switch (c) {
        case '"':
            json += "\\\"";
            return;
        case '\\':
            json += "\\\\";
            return;
        case '\n':
            json += "\\n";
            return;
        case '\r':
            json += "\\r";
            return;
        case '\t':
            json += "\\t";
            return;
        default:
            break;
    }
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) return append_escaped(json, code);
    json += c;
}

}  // namespace

void append_json_text(std::string& json, std::string_view text) {
    json += '"';
    while (!text.empty()) {
        const auto length = utf8_length(text);
        const auto character = text.substr(0, length);
        if (length == 0)
            json += replacement;
        else if (length == 1)
            append_ascii(json, text.front());
        else if (character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9")
            append_escaped(json, 0x2028 + (byte_at(character, 2) - 0xA8));
        else if (length == 2 && byte_at(text, 0) == 0xC2 && byte_at(text, 1) < 0xA0)
            append_escaped(json, byte_at(text, 1));
        else
            json += character;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    json += '"';
}

}  // namespace orion::observability
