#pragma once

#include "orion/config/setting.hpp"

#include <span>

namespace orion::config {

/// Every key there is; keys of one section stand together.
std::span<const Setting> settings_table();

}  // namespace orion::config
