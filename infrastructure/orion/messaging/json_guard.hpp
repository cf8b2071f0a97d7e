#pragma once

#include <string_view>

namespace orion::messaging {

/// Whether a JSON parser without limits of its own may be let loose on `text`: at most 64 KiB, at most 16 levels of
/// arrays and objects, and valid UTF-8. Does not check that it is JSON.
bool is_safe_json(std::string_view text);

}  // namespace orion::messaging
