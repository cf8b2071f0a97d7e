#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Lists in a cell, such as `Tea/Black tea|Gifts`. A backslash before `|`, `/`, a backslash or a blank makes it a part
/// of the text.
namespace orion::catalogue_files {

/// The text with a backslash before each backslash, each of `separators`, and each blank at its ends.
std::string escaped(std::string_view text, std::string_view separators);
/// Cut at every separator that has no backslash before it; what is in the parts stays escaped.
std::vector<std::string_view> split_escaped(std::string_view text, char separator);
/// Without the blanks around it and without the backslashes.
std::string unescaped(std::string_view text);

}  // namespace orion::catalogue_files
