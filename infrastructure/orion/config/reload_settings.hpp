#pragma once

#include "orion/config/load_settings.hpp"

#include <expected>
#include <string>
#include <vector>

namespace orion::config {

/// What settings that were read again come to in a process that runs.
struct Reloaded {
    Settings settings;                 ///< in force from now on
    std::vector<std::string> changes;  ///< `log.level = "debug"`, for each key that is not as it was
    std::vector<std::string> waiting;  ///< keys that were changed but are taken at the next start only
};

/// Of `loaded` the keys that are taken on a reload, of `in_force` all others, secrets among them. Refused whole if
/// production does not bear the two together.
std::expected<Reloaded, std::vector<Problem>> reload_settings(const Settings& in_force, LoadedSettings loaded);

}  // namespace orion::config
