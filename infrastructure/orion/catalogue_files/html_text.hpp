#pragma once

#include <string>
#include <string_view>

namespace orion::catalogue_files {

/// The text of a piece of HTML, well-formed or not: without tags, comments, scripts and styles; the common character
/// references resolved; a line for each paragraph, list item and line break, without blank lines and surplus blanks.
/// It is for showing, never for trusting: whoever puts it into HTML escapes it again.
std::string text_of_html(std::string_view html);

}  // namespace orion::catalogue_files
