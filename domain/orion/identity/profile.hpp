#pragma once

#include "orion/kernel/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace orion::identity {

/// What somebody is called: up to 200 bytes on one line. `invalid` / `required`, `too_long` or `malformed_text`.
Result<std::string> parse_person_name(std::string_view text);

/// A telephone number as people write it: 5 to 15 digits, a `+` in front, and blanks, dots, dashes, slashes and
/// brackets in between. `invalid` / `malformed_phone`
Result<std::string> parse_phone(std::string_view text);

/// A BCP 47 tag in form, such as `en-GB`; whether anybody speaks it does not matter. `invalid` / `malformed_locale`
Result<std::string> parse_locale(std::string_view text);

/// What somebody tells about themselves.
struct Profile {
    std::string name;
    std::optional<std::string> phone{};
    std::optional<std::string> locale{};

    friend bool operator==(const Profile&, const Profile&) = default;
};

}  // namespace orion::identity
