#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orion::security {

/// RFC 4648, section 5, without padding.
std::string to_base64url(std::string_view bytes);

/// Nothing unless `text` is exactly what `to_base64url` writes: no padding, no blanks, no stray last bits.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace orion::security
