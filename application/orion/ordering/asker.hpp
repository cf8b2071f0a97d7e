#pragma once

#include "orion/kernel/id.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace orion::ordering {

/// Whose orders somebody may see and cancel.
enum class Reach : std::uint8_t {
    own,   ///< those placed with the asker's account
    every  ///< staff
};

/// Who asks, beside the token of an order that may be shown. A guest by default.
struct Asker {
    std::optional<UserId> user{};
    Reach reach = Reach::own;
    std::optional<std::string> program{};  ///< which acts for staff, as the history names it
};

}  // namespace orion::ordering
