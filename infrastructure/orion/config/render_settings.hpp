#pragma once

#include "orion/config/load_settings.hpp"

#include <string>

namespace orion::config {

/// For `--print-config`: a TOML file that loads to the same settings, each line saying where its value came from. Of a
/// secret it shows the reference, never the value.
std::string render_toml(const LoadedSettings& loaded);

/// For docs/configuration.md: every key with its environment name, range, default and meaning.
std::string render_reference();

}  // namespace orion::config
