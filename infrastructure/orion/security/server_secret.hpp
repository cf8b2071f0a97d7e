#pragma once

#include "orion/kernel/secret.hpp"

#include <filesystem>
#include <optional>

namespace orion::security {

/// What guest tokens are made with, and what the secrets of authenticator apps are sealed with. While it is changed
/// there is another one, which makes and seals nothing, but whose work still holds.
struct ServerSecrets {
    Secret current;
    std::optional<Secret> previous{};
};

/// The shop's own secret: 32 random bytes in `data_directory`/secret.key, readable by its owner only. Creates the file
/// if there is none; processes that start at once agree on one. Whoever deletes it makes every token given out so far
/// worthless. Throws std::runtime_error, for `main` to show, if the file cannot be read or created, is not 32 bytes, or
/// is accessible to anybody but its owner.
Secret load_or_create_server_secret(const std::filesystem::path& data_directory);

}  // namespace orion::security
