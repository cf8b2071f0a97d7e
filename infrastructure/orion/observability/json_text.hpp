#pragma once

#include <string>
#include <string_view>

namespace orion::observability {

/// Appends `text` as a JSON string, quotes included: control characters (DEL and U+2028/9 too) escaped, every byte that
/// is not part of valid UTF-8 replaced by U+FFFD.
void append_json_text(std::string& json, std::string_view text);

}  // namespace orion::observability
