#pragma once

#include "orion/catalog/catalogue_source.hpp"

#include <string_view>

namespace orion::catalogue_files {

/// `Tea/Green tea` as names, without the blanks around them.
catalog::CategoryPath split_path(std::string_view text);

/// `text` cut at every `separator`; the parts as they stand.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Without the blanks in front and behind.
std::string_view trimmed(std::string_view text);

}  // namespace orion::catalogue_files
