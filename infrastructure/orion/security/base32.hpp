#pragma once

#include <string>
#include <string_view>

namespace orion::security {

/// RFC 4648, section 6, without padding.
std::string to_base32(std::string_view bytes);

}  // namespace orion::security
