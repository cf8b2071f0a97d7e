#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace orion::rest {

/// The object that a request body holds: RFC 8259 to the letter, at most 32 levels deep, valid UTF-8, no member named
/// twice in one object, nothing after it. Nothing for any other text.
std::optional<boost::json::object> parse_object(std::string_view text);

/// The same text for equal objects: members sorted by name, no white space.
std::string canonical_text(const boost::json::object& object);

}  // namespace orion::rest
