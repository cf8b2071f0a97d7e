#pragma once

#include "orion/config/load_settings.hpp"

#include <vector>

namespace orion::config {

/// What the production profile finds in settings that are good enough to develop with; docs/security.md says why each.
/// Empty in the development profile. Never shows a secret.
std::vector<Problem> production_problems(const LoadedSettings& loaded);

}  // namespace orion::config
