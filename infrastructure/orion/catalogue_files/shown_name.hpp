#pragma once

#include "orion/kernel/text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace orion::catalogue_files {

/// A name from a file as a message may show it: its first characters, and nothing of what is no UTF-8.
inline std::string shown_name(std::string_view name) {
    constexpr std::size_t max_bytes = 60;
    if (!is_utf8(name)) return "(not UTF-8)";
    auto length = std::min(name.size(), max_bytes);
    while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) --length;
    return std::string{name.substr(0, length)};
}

}  // namespace orion::catalogue_files
