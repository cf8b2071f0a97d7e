#include "orion/security/base64url.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace orion::security {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < digits.size(); ++i)
        table.at(static_cast<unsigned char>(digits[i])) = static_cast<std::int8_t>(i);
    return table;
}();

}  // namespace

std::string to_base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t pending = 0;
    int pending_bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8U | static_cast<unsigned char>(byte);
        for (pending_bits += 8; pending_bits >= 6;) {
            pending_bits -= 6;
            text += digits[pending >> pending_bits & 0x3fU];
        }
    }
    if (pending_bits > 0) text += digits[pending << (6 - pending_bits) & 0x3fU];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    int pending_bits = 0;
    for (const char digit : text) {
        const auto value = values.at(static_cast<unsigned char>(digit));
        if (value < 0) return std::nullopt;
        pending = pending << 6U | static_cast<std::uint32_t>(value);
        pending_bits += 6;
        if (pending_bits < 8) continue;
        pending_bits -= 8;
        bytes += static_cast<char>(pending >> pending_bits & 0xffU);
    }
    if ((pending & ((1U << pending_bits) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace orion::security
