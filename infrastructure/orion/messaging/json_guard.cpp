#include "orion/messaging/json_guard.hpp"

#include <cstddef>
#include <cstdint>

namespace orion::messaging {

namespace {

constexpr std::size_t bytes_max = std::size_t{64} * 1024;
constexpr int depth_max = 16;

/// Well-formed UTF-8 by the table of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t offset) {
            return i + offset < text.size() ? static_cast<std::uint8_t>(text[i + offset]) : std::uint8_t{0};
        };
        const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0) == 0x80; };
        const std::uint8_t lead = byte(0);
        if (lead < 0x80) {
            i += 1;
        } else if (lead >= 0xC2 && lead <= 0xDF && continues(1)) {
            i += 2;
        } else if (lead >= 0xE0 && lead <= 0xEF && continues(1) && continues(2)) {
            if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return false;
            i += 3;
        } else if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3)) {
            if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return false;
            i += 4;
        } else {
            return false;
        }
    }
    return true;
}

bool is_shallow(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > depth_max) return false;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return true;
}

}  // namespace

bool is_safe_json(std::string_view text) { return text.size() <= bytes_max && is_shallow(text) && is_utf8(text); }

}  // namespace orion::messaging
