#include "orion/security/base32.hpp"

namespace orion::security {

std::string to_base32(std::string_view bytes) {
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    unsigned waiting = 0;
    int bits = 0;
    for (const char c : bytes) {
        waiting = (waiting << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text += digits[(waiting >> (bits - 5)) & 0x1fU];
    }
    if (bits > 0) text += digits[(waiting << (5 - bits)) & 0x1fU];
    return text;
}

}  // namespace orion::security
