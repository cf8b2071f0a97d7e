#pragma once

#include "orion/kernel/secret.hpp"

#include <filesystem>

namespace orion::security {

/// The shop's own secret: 32 random bytes in `data_directory`/secret.key, readable by its owner only, from which guest
/// tokens are derived. Creates the file if there is none; processes that start at once agree on one. Whoever deletes
/// it makes every token given out so far worthless. Throws std::runtime_error, for `main` to show, if the file cannot
/// be read or created, is not 32 bytes, or is accessible to anybody but its owner.
Secret load_or_create_server_secret(const std::filesystem::path& data_directory);

}  // namespace orion::security
