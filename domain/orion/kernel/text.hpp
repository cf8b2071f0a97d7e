#pragma once

#include "orion/kernel/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace orion {

enum class Lines {
    single,    ///< no control characters at all
    multiple,  ///< line feeds are allowed
};

/// How long a text may be, in bytes of UTF-8.
struct TextLimits {
    std::size_t min_bytes = 0;
    std::size_t max_bytes = 0;
    Lines lines = Lines::single;
};

/// Whether `text` is UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// The text as it is, if it is UTF-8 within its limits, free of control characters (C0, DEL, C1) and more than blanks
/// where a text is required. `invalid` / `required`, `too_long` or `malformed_text`.
Result<std::string> parse_text(std::string_view text, TextLimits limits);

}  // namespace orion
