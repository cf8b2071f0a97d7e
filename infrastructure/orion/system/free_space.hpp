#pragma once

#include "orion/kernel/result.hpp"

#include <cstdint>
#include <filesystem>

namespace orion::system {

/// Whether at least so many bytes can be written below `folder`. `unavailable` / `disk_full` if not, or if nobody can
/// tell.
Result<void> require_free_space(const std::filesystem::path& folder, std::uintmax_t bytes);

}  // namespace orion::system
