#include "orion/kernel/text.hpp"

#include <cstdint>
#include <optional>

namespace orion {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

/// Takes one character off the front; nothing if the bytes there are not one.
std::optional<char32_t> take_character(std::string_view& text) {
    const auto lead = byte_at(text, 0);
    std::size_t length = 1;
    char32_t lowest = 0;
    char32_t character = lead;
    if (lead >= 0xf0) {
        length = 4, lowest = 0x10000, character = lead & 0x07U;
    } else if (lead >= 0xe0) {
        length = 3, lowest = 0x800, character = lead & 0x0fU;
    } else if (lead >= 0x80) {
        length = 2, lowest = 0x80, character = lead & 0x1fU;
    }
    if ((lead >= 0x80 && lead < 0xc0) || lead > 0xf4 || text.size() < length) return std::nullopt;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_at(text, i) & 0xc0U) != 0x80) return std::nullopt;
        character = (character << 6) | (byte_at(text, i) & 0x3fU);
    }
    const bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < lowest || is_surrogate || character > 0x10ffff) return std::nullopt;
    text.remove_prefix(length);
    return character;
}

bool is_control(char32_t character) { return character < 0x20 || (character >= 0x7f && character < 0xa0); }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \n") == std::string_view::npos; }

bool is_clean(std::string_view text, Lines lines) {
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character) return false;
        if (is_control(*character) && (*character != U'\n' || lines != Lines::multiple)) return false;
    }
    return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty())
        if (!take_character(text)) return false;
    return true;
}

Result<std::string> parse_text(std::string_view text, TextLimits limits) {
    if (text.size() > limits.max_bytes)
        return fail(ErrorKind::invalid, "too_long",
                    "This is longer than " + std::to_string(limits.max_bytes) + " bytes.");
    if (text.size() < limits.min_bytes || (limits.min_bytes > 0 && is_blank(text)))
        return fail(ErrorKind::invalid, "required", "This may not be empty.");
    if (!is_clean(text, limits.lines))
        return fail(ErrorKind::invalid, "malformed_text", "This holds control characters or is not UTF-8.");
    return std::string{text};
}

}  // namespace orion
